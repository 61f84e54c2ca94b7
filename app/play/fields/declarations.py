"""The fields of declarations and of the output. Their names change by renaming, not here."""

from collections.abc import Collection
from dataclasses import replace
from typing import TypeAlias

from app.language.program import Circuit, Concept, Output, Relation, Slot, Space
from app.language.scope import Scope
from app.language.show import concept_text, label_list, relation_text
from app.play import snippets
from app.play.fields.common import Values, read
from app.play.naming import label_ref

Declaration: TypeAlias = Space | Slot | Concept | Relation | Circuit | Output


def declaration_values(declared: Declaration) -> dict[str, str]:
    match declared:
        case Space():
            return {"labels": label_list(declared.labels)}
        case Slot():
            return {"space": declared.space}
        case Concept():
            members = concept_text(declared).partition("= ")[2]
            return {"space": declared.space, "members": members}
        case Relation():
            return {"pairs": relation_text(declared).partition("= ")[2]}
        case Circuit():
            return {"purpose": declared.purpose}
        case Output():
            return {"slot": declared.slot}


def build_declaration(declared: Declaration, values: Values, scope: Scope) -> Declaration:
    match declared:
        case Space():
            return replace(declared, labels=read(values, "labels", snippets.labels))
        case Slot():
            return replace(declared, space=values["space"])
        case Concept():
            members = read(values, "members", snippets.refs)
            return replace(declared, space=values["space"], members=members)
        case Relation():
            return replace(declared, pairs=read(values, "pairs", snippets.pairs))
        case Circuit():
            return replace(declared, purpose=read(values, "purpose", snippets.sentence))
        case Output():
            return replace(declared, slot=values["slot"])


def mend_declaration(declared: Declaration, changed: Collection[str], scope: Scope) -> Declaration:
    if not isinstance(declared, Concept) or "members" in changed:
        return declared
    labels = scope.spaces.get(declared.space, ())
    if not labels:
        return declared
    known = tuple(m for m in declared.members if scope.members(declared.space, m) is not None)
    return replace(declared, members=known or (label_ref(labels[0]),))
