"""Start of the house: form fields speak our Vietnamese."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "dondoc.web"

    def ready(self) -> None:
        from dondoc.web.field_words import use_our_words  # noqa: PLC0415 -- app ready

        use_our_words()
