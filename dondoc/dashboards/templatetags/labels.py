"""How measures are numbered on pages."""

from django import template

from dondoc.dashboards.queries.board import measure_label

register = template.Library()
register.filter("measure_label", measure_label)
