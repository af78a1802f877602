"""Reading plan documents: text → a draft of targets, tasks, citations … each with its place, and findings.

Pure Python, usable as a library (`read`) and from the command line (`python -m dondoc.documents.parsing FILE`).
"""

from dondoc.documents.parsing.bodies import KnownBody
from dondoc.documents.parsing.draft import (
    PARSER_VERSION,
    CitationDraft,
    Draft,
    Finding,
    Head,
    MeasureDraft,
    Mention,
    Product,
    ScheduleDraft,
    Severity,
    Signature,
    Span,
    TargetDraft,
    TaskDraft,
)
from dondoc.documents.parsing.files import Extraction, SecretDocument, UnreadableFile, extract, extract_text
from dondoc.documents.parsing.reader import read
from dondoc.documents.parsing.references import Reference, RegisterError, load_register

__all__ = [
    "PARSER_VERSION",
    "CitationDraft",
    "Draft",
    "Extraction",
    "Finding",
    "Head",
    "KnownBody",
    "MeasureDraft",
    "Mention",
    "Product",
    "Reference",
    "RegisterError",
    "ScheduleDraft",
    "SecretDocument",
    "Severity",
    "Signature",
    "Span",
    "TargetDraft",
    "TaskDraft",
    "UnreadableFile",
    "extract",
    "extract_text",
    "load_register",
    "read",
]
