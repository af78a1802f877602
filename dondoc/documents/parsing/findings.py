from dataclasses import dataclass
@dataclass(frozen=True)
class Context:
    draft: object
    whole: object
    nodes: tuple
    targets: tuple
    register: tuple
def check(context): return ()
