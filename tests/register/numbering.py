"""Begun by test_killed.py: for each line of input a process of its own that enters papers until it is killed.

A line is "org id, user id, file"; the answer is the process's id. What was committed is told in the file.
"""

import os
import sys
import time
from pathlib import Path

import django

django.setup()

from django.db import connections, transaction  # noqa: E402 -- only once Django is set up
from django.utils import timezone  # noqa: E402

from dondoc.accounts.models import User  # noqa: E402
from dondoc.orgs.models import Org  # noqa: E402
from dondoc.register.actions import Paper, enter  # noqa: E402
from dondoc.register.models import Direction  # noqa: E402

PAUSE_S = 0.01  # between the number and its commit: where a kill hurts most


def work(org_id: int, user_id: int, told: Path) -> None:
    org, user = Org.objects.get(pk=org_id), User.objects.get(pk=user_id)
    while True:
        with transaction.atomic():
            paper = Paper(type_code="BC", organ_code="ĐU", subject="Báo cáo", dated_on=timezone.localdate())
            entry = enter(org, Direction.OUT, paper, by=user, at=timezone.now())
            time.sleep(PAUSE_S)
        with told.open("a") as file:
            file.write(f"{entry.number}\n")


for line in sys.stdin:
    org_id, user_id, told = line.split()
    connections.close_all()
    child = os.fork()
    if not child:
        work(int(org_id), int(user_id), Path(told))
    print(child, flush=True)
