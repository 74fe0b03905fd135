"""`grader demo`: the bundled example class, graded in a folder, with a page to open at the end."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Annotated, Any

import typer

from grader.command.terminal import JsonOption, LanguageOption, chosen_language, err, print_json, say, tell, title_in

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
    from grader.execution import NbclientExecutor, isolation
    from grader.files import write_whole
    from grader.gradebook import grade_class, longest
    from grader.sources import collect
    from grader.spec import bundled_ids, find_assignment
    from grader.workers import Workers, usable_cores

    level = isolation.best_level()
    language = chosen_language(lang)
    words = _WORDS[language]
    if level != "namespaces":
        tell(words["less"].format(level=level), style="yellow")
    classes: dict[str, Mapping[str, Any]] = {}
    assignments = [one for name in bundled_ids() if ((one := find_assignment(name)).folder / "class").is_dir()]
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
                    NbclientExecutor(level=level),
                    pool=pool,
                    ahead=2 * jobs,
                    language=language,
                    observe=progress.show,
                )
            classes[assignment.id] = result.document
    page = out / "index.html"
    write_whole(page, _page(classes, language, level))
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


def _page(classes: Mapping[str, Mapping[str, Any]], language: str, level: str) -> str:
    """One page that leads to the class page of each assignment."""
    words = _WORDS[language]
    items = "\n".join(
        f'<li><a href="{escape(name)}/index.html">{escape(document["assignment"]["title"].get(language, name))}</a>'
        f" – {len(document['reports'])} {words['reports']}</li>"
        for name, document in classes.items()
    )
    return f"""<!doctype html>
<html lang="{language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{words["title"]}</title>
<style>body{{font:1.1rem/1.6 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem;color-scheme:light dark}}</style></head>
<body><h1>{words["title"]}</h1>
<ul>
{items}
</ul>
<p>{words["isolation"]}: {escape(level)}</p></body>
</html>
"""
