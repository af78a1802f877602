"""Directives → tasks: who leads, who supports, what comes out, by when, how often, reported to whom.

Where the responsible body stands decides the rule: before a colon ("Đối với cấp ủy cơ sở: …"), after "Giao (cho)",
in a heading that is nothing but bodies, in a label ("Cơ quan thực hiện: …"), as the subject of the sentence, or in a
clause above a list. A paragraph is one task; a further sentence is one of its own when its actor or its fixed day
differ.
"""

from dondoc.documents.parsing.tasks.reading import Reading, TaskReader

__all__ = ["Reading", "TaskReader"]
