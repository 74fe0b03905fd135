"""What a name, a key or a printed label speaks of: the words of the subject, in the languages students write them in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from grader.reading.names import tokens

#: What is measured → the words for it, as beginnings of words; one that ends in "." is the whole word. Where a word may mean two things it stands twice.
QUANTITIES = {
    "rate": "eta. etas. η. tasa taxa taux. rate lr. lrs. learn aprend alpha alfa α. step size paso pas. ritmo",
    "count": "t. k. n. i. it. iter paso step epoch epoca vuelta veces vez. times count cuant indice index voltes",
    "eigenvalue": "lambda λ. lam. eig autoval propio propia spectr",
    "norm": "norm magnitud magnitude modul longitud",
    "value": "loss. cost. costo coste altura",
    "gradient": "grad deriv pendient slope nabla jac parcial partial",
    "hessian": "hess",
    "tolerance": "tol. toler eps. epsilon ε. precis",
    "error": "err. error diff. dif. distan residu",
    "start": "start inici init initial origen origin guess semilla seed depart desde punto. point. theta θ.",
    "time": "tiempo segund second elapsed",
}  # fmt: skip
#: What is said of it → the words for it.
QUALITIES = {
    "greatest": "max. maxim larg mayor grand great bigg high alta upper suprem",
    "threshold": "umbral thresh limit llindar seuil crit front cota bound",
    "first": "first prim earliest",
    "stop": "stop par. para. parar parad paro. deten detien alto. corte. cut cutoff halt fin. arret",
    "small": "small pequen below under baja. menor less cumple bajo. debajo",
    "diverges": "diverg escap explo infin blow mala. malo. bad. inestab unstab desbord overflow",
    "cycles": "cicl cycl oscil period rebot bounc",
    "end": "limit final end. ends. ending endpoint destin llega arriv conver ultim last fin. fines.",
    "minimum": "minim min. valle valley",
    "reason": "coment comment conclus explic explan reflex observ discus interpret analis analys porque",
    "saddle": "silla saddle sella",
    "maximum": "maxim",
    "stationary": "estacion station critic",
}  # fmt: skip
#: An answer told by the number of its question: respuesta_2, ej3, answer5.
_ORDINAL = re.compile(
    r"(?:answer|ans|respuestas?|resp|ejercicio|ejer|ej|exercise|ex|pregunta|question|problema?|problem|inciso|reponse|tarea|task)[_ ]?(\d{1,2}|[a-h])",
    re.IGNORECASE,
)


def quantities(text: str) -> frozenset[str]:
    """The keys of QUANTITIES that a text names."""
    return _spoken(text, "quantities")


def qualities(text: str) -> frozenset[str]:
    """The keys of QUALITIES that a text names."""
    return _spoken(text, "qualities")


def ordinal(name: str) -> int | None:
    """The number of the question that a name tells, from 1; None where it tells none."""
    match = _ORDINAL.fullmatch(name.strip())
    if match is None:
        return None
    return int(match[1]) if match[1].isdigit() else ord(match[1].lower()) - ord("a") + 1


def enumerated(keys: Iterable[str]) -> bool:
    """Whether keys only count: a, b, c … or 1, 2, 3 …, at least three of them."""
    plain = [key.strip(" .)(").lower() for key in keys]
    letters, digits = [chr(ord("a") + i) for i in range(len(plain))], [str(i + 1) for i in range(len(plain))]
    return len(plain) >= 3 and plain in (letters, digits)


@lru_cache(maxsize=4096)
def _spoken(text: str, sort: str) -> frozenset[str]:
    table = QUANTITIES if sort == "quantities" else QUALITIES
    said = tokens(text)
    return frozenset(
        concept
        for concept, stems in table.items()
        if any(_matches(word, stem) for word in said for stem in stems.split())
    )


def _matches(word: str, stem: str) -> bool:
    return word == stem[:-1] if stem.endswith(".") else word.startswith(stem)
