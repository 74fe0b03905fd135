"""`grader demo`: the bundled example class, graded in a folder, with a page to open at the end."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from grader.command.terminal import (
    JsonOption,
    LanguageOption,
    chosen_language,
    err,
    in_words,
    print_json,
    say,
    tell,
    title_in,
)
from grader.errors import SourceError

EXAMPLE = "Example: `grader demo --out /tmp/demo --lang en`"


def command(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the class pages are written.")] = Path(
        "demo"
    ),
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Grade the bundled example class: three assignments, notebooks in many styles, right and wrong.

    Takes the strongest isolation this machine has, and says which.
    """
    from grader.command.progress import Progress
    from grader.execution import WARM, NbclientExecutor, isolation
    from grader.files import write_whole
    from grader.gradebook import grade_class, longest
    from grader.reports.class_page import render_links
    from grader.sources import collect
    from grader.spec import bundled_ids, find_assignment
    from grader.workers import Workers, usable_cores

    level = isolation.best_level()
    language = chosen_language(lang)
    words = in_words(_WORDS, language)
    if level != "namespaces":
        tell(words["less"].format(level=level), style="yellow")
    classes: dict[str, Mapping[str, Any]] = {}
    assignments = [one for name in bundled_ids() if ((one := find_assignment(name)).folder / "class").is_dir()]
    if not assignments:
        raise SourceError(
            "the example classes are in the repository, not in what pip installs. Clone it and run `make demo`."
        )
    jobs = usable_cores()
    with Workers(jobs, seconds=max(longest(one.limits) for one in assignments)) as pool:
        for assignment in assignments:
            collection = collect([assignment.folder / "class"], assignment.spec.notebook)
            if not json:
                err.print(f"{title_in(assignment, language)} ({len(collection.entries)})", style="bold", markup=False)
            with Progress(len(collection.entries), quiet=json) as progress:
                result = grade_class(
                    assignment,
                    collection,
                    out / assignment.id,
                    NbclientExecutor(level=level, warm=WARM, ahead=1),
                    pool=pool,
                    ahead=2 * jobs,
                    language=language,
                    observe=progress.show,
                )
            classes[assignment.id] = result.document
    page = out / "index.html"
    links = [
        (
            f"{name}/index.html",
            told["assignment"]["title"].get(language, name),
            f"{len(told['reports'])} {words['reports']}",
        )
        for name, told in classes.items()
    ]
    write_whole(page, render_links(words["title"], links, f"{words['isolation']}: {level}", language=language))
    if json:
        print_json({"format": 1, "isolation": level, "page": str(page), "classes": classes})
    else:
        say(words["done"].format(n=sum(len(c["reports"]) for c in classes.values()), level=level, page=page))


_WORDS = {
    "es": {
        "title": "Una clase de ejemplo",
        "reports": "informes",
        "isolation": "Aislamiento",
        "done": "{n} notebooks calificados con aislamiento {level}. Abra {page}",
        "less": "Aislamiento aquí: {level} (`grader doctor` dice por qué no más). Los notebooks de ejemplo son nuestros y no hacen daño.",
    },
    "en": {
        "title": "An example class",
        "reports": "reports",
        "isolation": "Isolation",
        "done": "{n} notebooks graded at isolation level {level}. Open {page}",
        "less": "Isolation here: {level} (`grader doctor` says why not more). The bundled notebooks are ours and harmless.",
    },
}
