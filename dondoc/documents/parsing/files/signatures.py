"""Digital signatures inside a PDF: is the file whole, who signed, when, was it changed since, who vouches for them.

pyHanko does the checking. Nothing is fetched: a certificate is trusted when its path leads to one of the roots that
the office keeps, and its revocation is known only as far as the file itself brings it. Certificates are judged at the
time of signing, so that a signature does not become wrong by growing old.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from asn1crypto import pem, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import SignatureCoverageLevel, async_validate_pdf_signature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from dondoc.documents.parsing.files.kinds import Files

MAX_SIGNATURES = 20  # in one file
_ANY_USE = KeyUsageConstraints(key_usage=set())  # national profiles differ in what they name
_FORGEABLE = frozenset({"md2", "md5"})  # digests by which anything can be forged; SHA-1 is told, not refused


def signatures_in(files: Files, options: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each signature of the first file in the order of signing; see submissions.signing.Signature for the keys.

    options: `roots`, certificates in PEM.
    """
    logging.disable(logging.CRITICAL)
    roots = [certificate for one in options["roots"] for certificate in _sound(one)]
    try:
        reader = PdfFileReader(BytesIO(files[0][1]), strict=False)
        signed = list(reader.embedded_regular_signatures)
    except (PdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, OSError):
        return [{"fault": "unreadable"}]
    return [_told(one, reader, roots) for one in signed[:MAX_SIGNATURES]]


def roots_in(_files: Files, options: Mapping[str, Any]) -> list[list[dict[str, str]]]:
    """Of each of `roots` its certificates: whose, by which fingerprint, until when; [] for what is none."""
    return [
        [
            {"name": _named(one.subject), "sha256": one.sha256.hex(), "valid_to": one.not_valid_after.isoformat()}
            for one in _sound(given)
        ]
        for given in options["roots"]
    ]


def _sound(given: str) -> list[x509.Certificate]:
    try:
        return certificates_in(given.encode())
    except (ValueError, TypeError, KeyError):
        return []


def certificates_in(data: bytes) -> list[x509.Certificate]:
    """The certificates of a file in PEM (one or several) or DER. Errors: ValueError."""
    if not pem.detect(data):
        return [_certificate(data)]
    return [_certificate(der) for kind, _headers, der in pem.unarmor(data, multiple=True) if kind == "CERTIFICATE"]


def _certificate(der: bytes) -> x509.Certificate:
    one = x509.Certificate.load(der, strict=True)
    _ = one.subject.native, one.public_key.algorithm  # laid out lazily: a broken one shows only now
    return one


def _told(one: Any, reader: PdfFileReader, roots: Sequence[x509.Certificate]) -> dict[str, Any]:
    """What is said of one signature; a `fault` alone when it cannot be checked."""
    told: dict[str, Any] = {"signer": "", "org": "", "issuer": "", "signed_at": "", "timed_by": ""}
    try:
        told |= _people(one.signer_cert)
        claimed = one.self_reported_timestamp
        brought = DocumentSecurityStore.read_dss(reader) if "/DSS" in reader.root else None
        context = _context(one, brought, roots, claimed)
        status = asyncio.run(async_validate_pdf_signature(one, context, key_usage_settings=_ANY_USE))
        told["revocation_told"] = bool(brought and (brought.crls or brought.ocsps))
    except (
        SignatureValidationError,
        PdfError,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        OSError,
        NotImplementedError,
    ):  # fmt: skip -- what a damaged or foreign file makes a checker stumble over
        return told | {"fault": "unreadable"}
    return told | _times(status) | _state(status, one.signer_cert)


def _context(
    one: Any, brought: DocumentSecurityStore | None, roots: Sequence[x509.Certificate], claimed: datetime | None
) -> ValidationContext:
    """How the signer's certificate is judged: by these roots, at the time of signing, with what the file brings."""
    now = datetime.now(tz=UTC)
    return ValidationContext(
        trust_roots=list(roots),
        other_certs=[*one.other_embedded_certs, *roots, *(brought.load_certs() if brought else ())],
        crls=[stream.get_object().data for stream in brought.crls] if brought else None,
        ocsps=[stream.get_object().data for stream in brought.ocsps] if brought else None,
        moment=claimed if claimed and claimed.tzinfo and claimed < now + timedelta(days=1) else now,
        allow_fetching=False,
        revocation_mode="soft-fail",
        retroactive_revinfo=True,
        weak_hash_algos=_FORGEABLE,
    )


def _people(certificate: x509.Certificate) -> dict[str, str]:
    return {
        "signer": _named(certificate.subject),
        "org": _word(certificate.subject.native, "organization_name"),
        "issuer": _named(certificate.issuer),
    }


def _named(name: x509.Name) -> str:
    return _word(name.native, "common_name") or str(name.human_friendly)


def _word(name: Mapping[str, Any], key: str) -> str:
    value = name.get(key, "")
    return str(value[0] if isinstance(value, list) and value else value or "")[:200]


def _times(status: PdfSignatureStatus) -> dict[str, str]:
    """When it was signed: told by a time stamp that holds, else by the signer's own clock."""
    stamp = status.timestamp_validity
    if stamp is not None and stamp.valid and stamp.intact:
        return {"signed_at": stamp.timestamp.isoformat(), "timed_by": "stamp" if stamp.trusted else "stamp_unknown"}
    claimed = status.signer_reported_dt
    return {"signed_at": claimed.isoformat() if claimed else "", "timed_by": "signer" if claimed else ""}


def _state(status: PdfSignatureStatus, certificate: x509.Certificate) -> dict[str, Any]:
    whole = {SignatureCoverageLevel.ENTIRE_FILE: "file", SignatureCoverageLevel.ENTIRE_REVISION: "revision"}
    return {
        "intact": bool(status.intact and status.valid),
        "covers": whole.get(status.coverage, "part") if status.coverage else "part",
        "changed": _changed(status),
        "trust": _trust(status),
        "weak": status.md_algorithm in {"md2", "md5", "sha1"},
        "valid_to": certificate.not_valid_after.isoformat(),
    }


def _changed(status: PdfSignatureStatus) -> str:
    """What was done to the file after signing: "no", "signed" (more signatures, time stamps, fields filled), "yes"."""
    level = status.modification_level
    if level == ModificationLevel.NONE:
        return "no" if status.coverage == SignatureCoverageLevel.ENTIRE_FILE else "yes"  # bytes put behind the end
    harmless = level is not None and level <= ModificationLevel.FORM_FILLING and status.docmdp_ok is not False
    return "signed" if harmless else "yes"


def _trust(status: PdfSignatureStatus) -> str:
    """Whether the certificate's path leads to a kept root ("known") or to none ("unknown"); "revoked"; "expired":
    outside its time when signed."""
    if status.revoked:
        return "revoked"
    if status.trusted:
        return "known"
    problem = getattr(status.trust_problem_indic, "name", "")
    return "expired" if "OUT_OF_BOUNDS" in problem or "EXPIRED" in problem else "unknown"
