"""The command line: `python -m dondoc.documents.parsing FILE [--json|--yaml] [--findings]`."""

import sys

from dondoc.documents.parsing.command import main

sys.exit(main(sys.argv[1:]))
