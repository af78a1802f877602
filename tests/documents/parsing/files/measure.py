"""How long a document of thirty pages of each kind takes, and how much memory: prints the table of docs/READING.md.

`.venv/bin/python -m tests.documents.parsing.files.measure`
"""

import resource
import time

from dondoc.documents.parsing.files import extract
from tests.documents.parsing.files.build_odt import odt_of
from tests.documents.parsing.files.build_page import page_of
from tests.documents.parsing.files.build_pdf import pdf_of
from tests.documents.parsing.files.build_word import word_of
from tests.documents.parsing.files.plans import corpus_lines, founding_lines


def main() -> None:
    lines = [
        *founding_lines(),
        *corpus_lines("10-dongthap-kh617-cds-doanh-nghiep"),
        *corpus_lines("14-hcm-kh174-binh-dang-gioi"),
    ]
    lines = (lines * 2)[: len(lines) + 60]
    print("| dạng | trang | giây | MB |\n|---|---|---|---|")
    pages = len(extract(pdf_of(lines, 6), "a.pdf").pages)
    for form, make in (("docx", word_of), ("odt", odt_of), ("html", page_of), ("pdf", pdf_of)):
        data = make(lines, 6)
        began = time.perf_counter()
        extract(data, f"a.{form}")
        taken = time.perf_counter() - began
        # The greatest child so far: the forms are tried from the lightest to the heaviest.
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"| .{form} | {pages} | {taken:.2f} | {memory:.0f} |")


if __name__ == "__main__":
    main()
