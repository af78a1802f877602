"""Files leave only through here, to those who may see them."""

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from dondoc.documents.models import Document


@require_safe
def download(request, document_id: int) -> FileResponse:
    """The file as it came in, under its own name."""
    document = get_object_or_404(Document.objects.visible_to(request.user), pk=document_id)
    return FileResponse(document.file.open("rb"), as_attachment=True, filename=document.name)
