"""Everything a person reads in English: findings, remarks, labels, derivations, decisions. A tuple gives alternatives: the first whose data are all there."""

from __future__ import annotations

#: code, or kind.code where a kind says it in its own way → (what we saw, what to try next).
FINDINGS: dict[str, tuple[str | tuple[str, ...], str | tuple[str, ...]]] = {
    "ok": ("Right.", ""),
    "figure.ok": ("Level curves and the path are there, as drawn.", ""),
    "step-size.ok": (
        ("Right: with η = {eta} the run neither converges nor diverges: it ends up going round the same {period} points.", "Right: η = {eta} does what was asked.", "Right."),
        "",
    ),
    "sequential-update": (
        ("The component {component} at t = {t} was computed with the coordinates already updated in the same step.", "Each step uses coordinates already updated in the same step."),
        "Compute the whole gradient at the old point first, then update all the components together: x, y = x − η·gx, y − η·gy.",
    ),
    "ascent": (
        "Each step goes up the slope: the sign of the update is wrong.",
        "Subtract the gradient: θ ← θ − η∇J(θ).",
    ),
    "missing-step-size": ("The gradient is subtracted whole: the learning rate is missing.", "Multiply the gradient by η before subtracting it."),
    "wrong-step-size": (
        ("The steps are those of η = {eta}, not of the learning rate asked.", "The steps are longer or shorter than the learning rate asked gives."),
        "Check the value of η that your loop uses, and that it is the one you declare.",
    ),
    "runs.wrong-step-size": (
        ("From {start} the steps are those of η = {eta}, not of the learning rate asked.", "Your runs use η = {eta}, which is outside the range asked.", "The runs use a learning rate other than the one asked."),
        ("Check the value of η that your loop uses from {start}, and that it is the one you declare.", "Choose η within the range that the statement gives, and run again."),
    ),
    "wrong-start": (("The run does not begin where it was asked to (row {t}).", "The run does not begin where it was asked to."), "Begin from the start that the statement gives."),
    "off-by-one": (
        "The rows are shifted by one: the start itself should be the first row.",
        "Store the start before the first update; t counts updates done.",
    ),
    "number.off-by-one": (("Your answer is {given}: one away.", "The answer is one away."), "t counts the updates done: the start is t = 0. Ask which point the norm belongs to."),
    "last-missing": (("The last iterate is missing: {rows} of {asked} rows, all of them right.", "The last iterate is missing."), "Do one more update, or store the point after the last one."),
    "short": (
        ("Right as far as it goes: {rows} of {asked}.", "Right as far as it goes, but parts are missing: {missing}.", "Right as far as it goes."),
        "Go on to the end that the statement asks for.",
    ),
    "table.short": (("Rows are missing: t = {missing}. Of the cells asked, {right} of {cells} {right:is|are} right.", "Rows are missing."), "Add the rows that are missing."),
    "figure.short": (("The figure lacks: {missing}.", "A part of the figure is missing."), "Draw the level curves and, on them, the path of the iterates."),
    "points.short": (("{rows} of {asked} points {rows:is|are} there.", "Points are missing."), "Look for the missing ones: start from other places, or solve ∇f = 0."),
    "too-many-rows": (("There are {rows} rows where {asked} {asked:was|were} asked; the ones asked are right.", "There are more rows than were asked; the ones asked are right."), "Stop after the last update asked."),
    "slip": (
        ("One step is wrong: at t = {t}, component {component}. Every other step follows from the one before.", "Single steps are wrong; every other one follows from the one before."),
        "Recompute that step by hand and compare.",
    ),
    "aliasing": (
        "All rows are one and the same object: each update changed every row stored before.",
        "Store a copy of each point: trace.append(theta.copy()).",
    ),
    "start-mutated": (
        "The start was changed while it ran, so what came after began somewhere else.",
        "Copy the start first (theta = np.array(start, dtype=float)) and write theta = theta − η·g instead of theta -= η·g.",
    ),
    "wrong-gradient": (
        ("What never moves from its first value: {frozen}.", "The gradient has {given_term} in the component {component} where {term} belongs.", "The component {component} of the gradient is not that of this function.", "The gradient is not that of this function."),
        ("Update every coordinate in each step ({frozen} too), each with its own component of the gradient.", "Differentiate again, one variable at a time, with the other held fixed."),
    ),
    "rounding-in-update": (
        ("Each step starts from a rounded point ({digits} decimals), so the error grows; it shows first at t = {t}.", "Each step starts from a rounded point, so the error grows."),
        "Round only what you show: keep the full number for the next step.",
    ),
    "integer-arithmetic": (
        "The points are stored as integers, so each step loses its decimals.",
        "Start from floats: np.array([1.0, -1.0]).",
    ),
    "momentum": ("Each step carries along a part of the steps before.", "Plain gradient descent uses only the gradient at the current point."),
    "normalised-gradient": (
        ("The gradient is clipped: where its norm is above {norm_limit}, it is shortened to that.", "The gradient is clipped: no component of it goes beyond ±{limit}.", "Each step is divided by the gradient's norm."),
        "Use the gradient itself: its length is part of the method.",
    ),
    "decaying-step-size": (
        ("The learning rate shrinks as the run goes on (factor {factor}).", "The learning rate shrinks as the run goes on."),
        "Keep η constant in every step.",
    ),
    "squared-norm": ("The column ‖∇g‖ holds the squared norm.", "Take the square root: np.linalg.norm(g)."),
    "stale-column": (("The column {column} belongs to the point of another row.", "A column belongs to the point of another row."), "Evaluate g and its gradient at the point of the same row."),
    "wrong-quantity": (
        ("The column {column} holds {quantity}, shifted by {lag} rows.", "The column {column} holds {quantity}.", "A column holds another quantity than the one asked."),
        "Read in the statement what each column asks, and compute it at the point of the same row.",
    ),
    "found-elsewhere": ("Right, but not where the statement asks for it.", "Keep the answer in a variable of the name that the statement gives."),
    "keeps-state": (
        (
            "Called a second time, {name} returns something else: it keeps what an earlier call left behind.",
            "Called a second time, it returns something else: it keeps what an earlier call left behind.",
        ),
        "Begin each call anew: no list as a default argument (rows=[]), and no global that the function changes.",
    ),
    "swapped-columns": ("Two columns are swapped.", "Order them as asked: t, x, y, g, ‖∇g‖."),
    "swapped-components": ("The components x and y are swapped.", "Give each point as (x, y), and the gradient as (∂/∂x, ∂/∂y)."),
    "slide-values": (
        ("Rows {copied} hold the numbers printed on the slide, where two columns changed places: what stands under g is the norm of the gradient one step earlier, what stands under ‖∇g‖ is g itself; and the row called 48 is the point of t = 38.", "Rows hold the numbers printed on the slide, where two columns changed places: what stands under g is the norm of the gradient one step earlier, what stands under ‖∇g‖ is g itself; and the row called 48 is the point of t = 38."),
        "Compute g and ‖∇g‖ from your own points, at the same t; the question on errata is about exactly this.",
    ),
    "hard-coded": (
        "The function returns the published run whatever it is given.",
        "Use the arguments: grad, start, step_size and iterations.",
    ),
    "coarse-differences": (("The gradient is a finite difference with a step of {h}, too coarse for the digits asked.", "The gradient is a finite difference that is too coarse."), "Differentiate by hand, or take a smaller difference step such as 1e-6."),
    "carried-forward": (
        "Right for your own numbers, which carry along the mistake further up.",
        "Mend the first mistake named above; this one will follow.",
    ),
    "limits.carried-forward": (("These are the last points of your runs; {rows} of {asked} {rows:is|are} the limit itself.", "These are the last points of the runs."), "Give the point that each run approaches as it goes on, not where yours stopped."),
    "table.carried-forward": (("{right} of {cells} cells {right:is|are} right; the others follow from your own wrong iterates.", "The cells follow from your own wrong iterates."), "Mend the iterates first; the table will follow."),
    "not-finite": (("The values are not finite from t = {t} on.", "There are values that are not finite numbers."), "Look for an overflow or a division by zero; a smaller η may be needed."),
    "number.not-finite": ("Your answer is infinite, not a number, or too large to compute with.", "Look at how you arrived at it: perhaps there was an overflow or a division by zero."),
    "absent": (
        ("{empty} is there, but it has no value (None).", "Nothing called {name} was found.", "The answer was not found."),
        (
            "See why {empty} gets none: perhaps what it looks for does not happen in your run, or the cell that fills it did not run.",
            "Store your answer in a variable of that name. If it is printed already, run all cells again: what {unheard:a cell|{unheard} cells} printed before %load_ext grader is not seen.",
            "Store your answer in a variable of that name and run the notebook from the top.",
        ),
    ),
    "figure.absent": (
        "No figure was found.",
        (
            "Draw the level curves (plt.contour) and the path on them (plt.plot). If they are drawn already, run all cells again: what {unheard:a cell|{unheard} cells} drew before %load_ext grader is not seen.",
            "Draw the level curves (plt.contour) and the path on them (plt.plot).",
        ),
    ),
    "gradient.absent": (("No function called {name} was found.", "The function was not found."), "Define a function of that name (def …) and run the notebook from the top."),
    "descent.absent": (("No function called {name} was found.", "The function was not found."), "Define a function of that name (def …) and run the notebook from the top."),
    "text.absent": (("No text called {name} was found; it carries no points.", "The text was not found; it carries no points."), "Write your answer as a string in that variable."),
    "wrong-shape": ("What was found is not of the form asked.", "Compare its shape with the example in the statement."),
    "wrong-value": (("Your answer is {given}, and that is not the value asked.", "{rows} of {asked} {rows:is|are} right.", "{right} of {cells} cells {right:is|are} right; the first wrong one is {column} at t = {t}.", "The value is not the one asked."), "Check how you arrived at it, and with which function and start."),
    "number.wrong-value": (("Your answer is {given}, and that is not the value asked.", "That is not the value asked."), "Go back to the definition in the statement, and check it with your own run."),
    "points.wrong-value": (("{rows} of {asked} points {rows:is|are} right, and a point is there that is none of them.", "A point is there that is none of those asked."), "Check each point: the gradient must vanish there, and no point nearby may have a smaller value."),
    "wrong-class": (
        ("With η = {eta} the run from {start} does not converge, yet does not diverge: it ends up going round the same {period} points.",
         "With η = {eta} the run from {start} converges, to {limit}.",
         "With η = {eta} the run from {start} does something else than was asked.",
         "The run does something else than was asked."),
        "Try other values of η and look at where the points go after many steps.",
    ),
    "too-few-digits": (("The numbers show too few digits to tell: {given}.", "The numbers show too few digits to tell a right run from a wrong one."), "Show more decimals: the statement says how many."),
    "unexplained": (
        ("The first point, at t = {first}, is not the start asked: component {component} differs, and no single cause we know reproduces the rest.",
         "The first wrong value is at t = {t}, component {component}; no single cause we know reproduces the rest.", "The values are not those of this run, and no single cause we know reproduces them."),
        ("Begin with the start that is asked, as row t = {first}: all the others follow from it.", "Recompute that step by hand: old point, gradient there, η times gradient, new point."),
    ),
    "not-run": ("This could not be asked: the notebook did not run this far.", "Mend what is told at the top and hand it in again."),
    "for-a-person": ("Your text was found; a person reads it.", ""),
    "cannot-certify": ("The grader cannot decide this one; a person will look.", ""),
    "cannot-call": (("{name} could not be called: {message}", "The function could not be called."), "Give it the arguments of the statement, in that order. A person will look."),
    "cannot-read": (("{name} was found, but not in a form the grader can read.", "What was found cannot be read."), "Use one of the forms in the statement. A person will look."),
    "unidentified": (("Nothing is called {name}. What may be meant as it: {candidates}. The grader cannot tell which; a person will look.", "The grader cannot tell which value is meant as the answer; a person will look."), "Store your answer in a variable called as the statement says."),
    "unrepeatable": (
        (
            "Your notebook was run two times, and this came out differently: {once} {once:point|points}, then {again}. A person will look.",
            "Run two times, this came out differently; a person will look.",
        ),
        "Look for what changes from one run to the next: random numbers, or the time of day. A fixed seed, as in np.random.default_rng(0), gives the same numbers in every run.",
    ),
    "sandbox-fault": ("The grader itself stopped here: this has nothing to do with your notebook.", ""),
}  # fmt: skip

REMARKS: dict[str, str | tuple[str, ...]] = {
    "start-mutated": "Your function changes the start it is given; the rows are right all the same. Copying it first avoids surprises.",
    "rounding-in-update": "Each step is rounded, as in work by hand; here that is allowed.",
    "single-precision": "Your numbers have single precision (float32).",
    "finite-differences": "Your gradient is a finite difference with step h = {h}; it is close enough here.",
    "read-as": ("Read as: {note}.",),
    "prints": "{name} prints while it runs. That costs nothing; whoever calls it may prefer silence.",
    "keeps-state": "{name} returns something else when it is called again with the same arguments.",
    "ignores-argument": "{name} does not use what it is given: with another value it returns the same rows (unused: {arguments}).",
    "sources-disagree": (
        "What cell {cell} shows of the run from {start} is another run, from t = {t} on; what counts is the answer told above.",
        "What cell {cell} shows beside it is another run, from t = {t} on; what counts is the answer told above.",
    ),
    "varies": "Run two times, your notebook gave other numbers here the second time; both earn the same.",
    "step-size-fitted": "No η was declared; your runs are those of η = {eta}.",
}

NOTES = {
    "transposed": "one row a coordinate", "columns": "one column a coordinate", "flat": "one flat list", "nested": "nested lists", "ragged": "rows of unequal length",
    "extra-columns": "extra columns left aside", "reordered": "columns in another order", "by-key": "by key", "generator": "a generator", "text": "text",
    "zero-rows": "trailing rows of zeros left aside", "nan-rows": "trailing empty rows left aside",
}  # fmt: skip

LABELS = {
    "report": "Report", "points": "{points} of {maximum} points", "needs-review": "A person still looks at what is marked “?”: those points are not lost, only not yet given.",
    "saw": "What we saw", "expected": "What is asked", "next": "What to try next", "evidence": "The evidence", "found-in": "Where it was found",
    "ran": "What ran", "cell": "Cell {cell}", "no-errors": "Every cell ran to its end.", "student": "Student", "file": "File", "isolation": "Isolation", "version": "Version",
    "late": "late", "passed": "right", "failed": "points lost", "skipped": "not asked", "undecided": "a person looks", "picture": "Level curves with your path and the reference",
    "yours": "yours", "reference": "reference", "first-wrong": "first wrong step", "class": "The class", "score": "Points", "state": "State", "ending": "Run", "name": "Name",
    "graded": "graded", "review": "needs a person", "no-report": "No report", "reason": "Reason", "passed-over": "Left aside", "no-reports": "There is no report yet.", "mean": "{n} {n:report|reports}, {mean} points in the mean and {median} in the median, of {maximum}",
    "incomplete": "This batch was interrupted; the same command goes on from here.", "stale": "of an earlier version of the assignment", "made-by": "Made by pendiente {version} from the same JSON document that the grades come from.",
    "minimiser": "minimiser", "saddle": "saddle", "maximiser": "maximiser", "remarks": "Worth knowing",
    "mend": "To mend", "free": "Without points", "waits": "A person looks", "right": "Right", "same": "The same mistake as in “{name}”: it is mended once.", "above": "The picture is above.",
    "orbit": "the run with your η", "step": "The step t = {t}, enlarged", "band": "what the bound allows", "chart": "Value and gradient norm, on a logarithmic scale",
    "rows": "Your rows where they begin to part", "rows-of": "Your rows where they begin to part, in the run from {start}", "your-row": "your row", "right-row": "should be", "hidden": "This part is not in the self-check; your teacher has its details.",
    "more-errors": "{n:One more cell|{n} more cells} raised an error", "showed": "What your notebook showed", "drawn": "A figure of cell {cell}", "left-out": "{n:One more figure is|{n} more figures are} not shown here: too large, too many, or not readable.", "minimisers": "+ minimum", "saddles": "× saddle point", "maximisers": "□ maximum", "escape": "┄ escape radius", "ball": "◯ contraction ball", "cycle": "◇ cycle", "score-of": "{points} of {maximum}",
    "nothing-ran": "Notebooks of which nothing could be asked", "live-only": "Your variables were read, and what your cells printed and drew since %load_ext grader. Markdown cells are not seen here.", "live-saved": "Your variables were read, what your cells printed and drew since %load_ext grader, and your Markdown cells as you saved them last.", "came-in": "How submissions came in", "distribution": "How the points are spread", "waiting-for": "What waits for a person", "decide-hint": "In the folder of this page, the command decides at once for all who share the finding.", "and-more": "and {n} more", "everyone": "Everyone", "students": "students", "alone": "{n:One mistake|{n} mistakes} of one person alone", "finding": "What was seen",
    "shared-mistakes": "Mistakes, by how many share them", "checks": "The questions", "checks-hint": "Difficulty: mean share of the points (1: all earn them). Discrimination: correlation with the other points; near 0 or negative (⚠), the question does not tell who knows from who does not.",
    "check": "Question", "all": "Right", "difficulty": "Difficulty", "discrimination": "Discrimination", "time": "Time a notebook: {median} s in the median, {longest} s the longest.", "filter": "Filter by name, state or code:", "shown": "{n} shown",
}  # fmt: skip

ENDINGS = {
    "completed": "The notebook ran to its end.", "cell-error": "Some cells raised an error; the cells after them ran all the same.", "timed-out": "A cell or the notebook took too long and was stopped.",
    "output-flood": "The notebook printed more text than is kept and was stopped.", "out-of-memory": "The notebook needed more memory than it may use.", "killed": "The kernel ended before the notebook did.",
    "unreadable": "The file cannot be read as a notebook.", "sandbox-fault": "The grader failed, not the notebook: it has to be graded again.",
}  # fmt: skip

#: Errors of our own making, as the kernel tells them: (pattern, what is said after the cell's number).
STOPPED = [
    (r"TimeoutError: (\S+) s", "it ran for more than {0} s and was stopped."), (r"TimeoutError: its time was over", "the notebook's time was over here."),
    (r"MemoryError: more than (\d+) MiB", "it needed more than {0} MiB of memory."), (r"DeadKernelError: the kernel ended in this cell", "the kernel ended here, and the notebook with it."),
    (r"RuntimeError: shell commands do not run here; .*", "shell commands do not run here; write this step in Python."),
    (r"StdinNotImplementedError: .*", "input() cannot ask anybody here; write the value into the cell."),
]  # fmt: skip
#: Parts of a figure, and what stands between two of them.
PARTS, AND = {"level-curves": "the level curves", "trace": "the path"}, "and"

REASONS = {
    "empty": "The file is empty. Save the notebook again and upload it again.", "truncated": "The file breaks off in the middle or is damaged. Save the notebook again and upload it again.",
    "html-page": "This is a web page saved as .ipynb. Download the notebook itself.", "not-a-notebook": "The file is no notebook. Export it from Jupyter or Colab as .ipynb.",
    "not-text": "The file's text encoding is broken. Save it again from Jupyter.", "other-language": "The notebook is written for another language; this grader runs Python.",
}  # fmt: skip

#: What each kind asks, where the assignment gives no title.
ASKED = {
    "gradient": "the gradient of the objective", "descent": "gradient descent as a function, tried on inputs you have not seen", "iterates": "every iterate, from the start on",
    "runs": "every iterate of each run", "table": "the table of t, point, value and norm", "number": "one number", "points": "a set of points, in any order", "limits": "the limit of each run",
    "step-size": "a learning rate with the behaviour asked", "figure": "level curves and the path on them", "text": "your own words", "array": "an array", "function": "a function, tried on hidden inputs", "custom": "as the statement says",
}  # fmt: skip

HEADINGS = {
    "found": "Where it was found", "measured": "What was measured", "allowed": "What is allowed", "bound": "How the bound comes about",
    "proved": "What was proved", "proof": "How it was proved", "program": "What a program does", "decided": "What decided", "cause": "Why this cause",
    "points": "How the points come about", "sources": "Sources",
}  # fmt: skip

SENTENCES: dict[str, str | tuple[str, ...]] = {
    "found-variable": ("In the variable `{name}`, read as: {read}.", "In the variable `{name}`."),
    "found-function": ("In the function `{name}`, called with {read}.", "In the function `{name}`."),
    "found-called": ("In what the function `{name}` returns when it is called again on the input asked, read as: {read}.", "In what the function `{name}` returns."),
    "found-gradient-calls": ("At the points where the gradient is taken while that code runs again (`{name}`), in their order.",),
    "found-printed": ("In the text that {name} printed, read as: {read}.", "In the text that {name} printed."),
    "found-written": ("In what you wrote in {name}, read as: {read}.", "In what you wrote in {name}."),
    "found-figure": ("In the figure drawn by {read}.", "In a figure."),
    "run": "In the run from {start}:",
    "hidden-run": "On a function, start and step size drawn only after your notebook had run:",
    # A trace.
    "nearest": "Of all your rows this one comes nearest to its bound:",
    "trace-measured": "at t = {t} your {component} is {measured} away from the exact iterate.",
    "exact-measured": "at t = {t} your {component} is exactly the value expected.",
    "step-measured": ("at t = {t} your {component} is {measured} away from where one step leads from your own row t = {before}.", "at t = {t} your {component} is {measured} away from where one step leads."),
    "not-finite": "at t = {t} your {component} is not a finite number, so no distance can be measured.",
    "trace-allowed-program": (
        "At most {bound}: how far any correct program can be from the exact iterate by then. Half a unit of the last digit you show there, {half}, hardly adds to it.",
        "At most {bound}: how far any correct program can be from the exact iterate by then.",
    ),
    "trace-allowed-digits": (
        "At most {bound}: half a unit of the last digit you show there ({decimals} decimals). How far any correct program can be from the exact iterate by then, {radius}, hardly adds to it.",
        "At most {bound}: half a unit of the last digit you show there.",
    ),
    "step-allowed-program": (
        "At most {bound}: how far a correct program's next row can be when it goes on from your row as you show it. Half a unit of the last digit you show there, {half}, hardly adds to it.",
        "At most {bound}: how far a correct program's next row can be when it goes on from your row as you show it.",
    ),
    "step-allowed-digits": (
        "At most {bound}: half a unit of the last digit you show there ({decimals} decimals). How far a correct program's next row can be when it goes on from yours, {radius}, hardly adds to it.",
        "At most {bound}: half a unit of the last digit you show there.",
    ),
    "trace-allowed": (
        "At most {bound}. That is {radius}, how far any correct program can be from the exact iterate by then, plus {half}, half a unit of the last digit you show there ({decimals} decimals).",
        "At most {bound}. That is {radius}, how far any correct program can be from the exact iterate by then, plus {half}, half a unit of the last digit you show there.",
        "At most {bound}: how far any correct program can be from the exact iterate by then.",
    ),
    "step-allowed": (
        "At most {bound}. That is {radius}, how far a correct program's next row can be when it goes on from your row as you show it, plus {half}, half a unit of the last digit you show there ({decimals} decimals).",
        "At most {bound}. That is {radius}, how far a correct program's next row can be when it goes on from your row as you show it, plus {half}, half a unit of the last digit you show there.",
        "At most {bound}: how far a correct program's next row can be when it goes on from your row as you show it.",
    ),
    "inside": "Yours lies within.",
    "outside": "Yours is larger.",
    "cut-off": "Yours is larger than that, and right all the same: your numbers are cut off rather than rounded, all in the same way, and then a whole unit of the last digit is allowed on one side.",
    "by-a-hair": "The two look alike here because both are shortened to two digits; they were compared in full, and yours does not pass.",
    "by-digits": "Yours is farther away, and right all the same: it is the exact value rounded or cut off at the digits you show.",
    "covers": (
        "The bound covers any program that computes θ − η∇J(θ) in {format} with at most {operations} rounded operations a component, each of which errs by at most {unit_roundoff}, relative. The formula may be written and ordered in any way, as long as its partial sums are no larger than the sum of the absolute values of its terms.",
        "The bound is {formula}.",
        "The document tells no more of it than its value.",
    ),
    "difference-central": ("The gradient may be a central difference with the step h = {h}.", "The gradient may be a central difference."),
    "difference-forward": ("The gradient may be a forward difference with the step h = {h}.", "The gradient may be a forward difference."),
    "trace-how": "The error of each step is carried through the following ones by the map's Jacobian (Lohner's method, in ball arithmetic: nothing is sampled).",
    "step-how": "The rounding of one step is bounded in the same way, and half a unit of each digit in your row before is carried through it.",
    "trace-horizon": ("Up to t = {horizon} all such programs agree to {agreement} (the horizon), so the iterate itself is compared.", "All such programs still agree there, so the iterate itself is compared."),
    "step-horizon": (
        "All such programs agree to {agreement} only up to t = {horizon} (the horizon). After that two right programs may differ, so the iterate itself proves nothing: only the step from your own row t = {before} is judged, and an earlier error does not count again.",
        "So late in the run two right programs may differ, so only the step from your own row before is judged.",
    ),
    # A gradient.
    "gradient-measured": ("At the hidden point {point} your ∂/∂{component} is {measured} away from the exact derivative. {points} such points were drawn after your notebook had run.", "At the hidden point {point} your ∂/∂{component} is {measured} away from the exact derivative.", "Your ∂/∂{component} is {measured} away from the exact derivative."),
    "gradient-nearest": ("Your function was called at {points} hidden points, drawn after your notebook had run. The value nearest to its bound is ∂/∂{component} at {point}: {measured} away from the exact derivative.", "The value nearest to its bound is ∂/∂{component} at {point}: {measured} away from the exact derivative."),
    "gradient-not-finite": "At the hidden point {point} your ∂/∂{component} is not a finite number.",
    "gradient-allowed": "At most {bound}.",
    "gradient-bound": ("Any formula of at most {operations} rounded operations stays within it, even in single precision, where each errs by at most {unit_roundoff}, relative: the bound is {operations} times that, times one plus the sum of the absolute values of the derivative's terms at the point.", "Any honest formula stays within it, even in single precision."),
    # A table.
    "cell-measured": "At t = {t} your {column} is {measured} away from the exact value.",
    "cell-nearest": "The cell farthest from its exact value is {column} at t = {t}: {measured} away.",
    "cell-not-finite": "At t = {t} your {column} is not a finite number.",
    "cell-allowed": ("At most {bound}, half a unit of the last digit judged ({digits} decimals).", "At most {bound}, half a unit of the last digit judged."),
    "cell-bound": "A column is judged at the decimals it shows, never finer than the assignment asks. Rounding, cutting off and rounding down are each accepted, one way for a whole column; with a number cut off a whole unit is allowed on one side.",
    # Numbers.
    "norm-measured": ("At your t = {t} the gradient's norm is {measured}; one step earlier it is {earlier}.", "At your t = {t} the gradient's norm is {measured}."),
    "norm-allowed": "The first t is asked at which the norm is at most {bound}.",
    "norm-right": "There it is small enough, and before it never was.",
    "norm-large": "There it is still too large.",
    "norm-late": "There it is small enough, but so it was one step earlier: yours is not the first.",
    "norm-bound": "The run was computed from the start that the statement gives, and the norms were compared in full; here they are shortened to two digits.",
    "threshold-measured": ("Your answer, {given}, is {measured} away from 2/λmax.", "Your answer is {measured} away from 2/λmax."),
    "threshold-exact": ("Your answer, {given}, is 2/λmax to the last digit.", "Your answer is 2/λmax to the last digit."),
    "threshold-allowed": "At most {bound}, the tolerance of the assignment; or the exact value rounded or cut off, if at least three significant digits are shown.",
    "threshold-bound": "λmax is the largest eigenvalue of the objective's Hessian, found exactly. A step multiplies the part of the gradient that belongs to an eigenvalue λ by 1 − ηλ; every start converges as long as all of these factors lie between −1 and 1, which means η < 2/λmax.",
    "number-measured": ("Your answer, {given}, is {measured} away from the value asked.", "Your answer is {measured} away from the value asked."),
    "number-exact": ("Your answer, {given}, is exactly the value asked.", "Your answer is exactly the value asked."),
    "number-allowed": "At most {bound}.",
    # Points and limits.
    "limit-measured": "Your limit for the start {start} is {measured} away, in its worst coordinate, from the limit that was proved; at most {bound} is allowed.",
    "point-measured": "Your point {point} is {measured} away from the nearest {asked}, in its worst coordinate.",
    "point-nearest": "The one of your points farthest from its {asked} is {point}: {measured} away, in its worst coordinate.",
    "point-allowed": "At most {bound} in each coordinate, the tolerance of the assignment.",
    "point-bound": "The points asked solve ∇J = 0. Each was proved to exist in a tiny box (Krawczyk's operator), and what kind it is follows from the signs of the Hessian's eigenvalues there.",
    # Anything else.
    "other-measured": "{quantity}: {measured}.",
    "other-allowed": ("At most {bound}: {name}.", "At most {bound}."),
    "formula": "The bound is {formula}.",
    # Certificates.
    "run-of": ("The run from {start} with η = {eta}:", "The run from {start}:", "The run:"),
    "diverges": (
        "at t = {t} it is at {point}, at the distance {norm} from the origin. Beyond the distance {radius} each step makes it at least {percent} % larger, so the run escapes to infinity.",
        "at t = {t} its distance from the origin is {norm}. Beyond {radius} each step makes it at least {percent} % larger, so the run escapes to infinity.",
        "it escapes to infinity.",
    ),
    "diverges-how": "The radius comes from the objective's terms of highest degree: beyond it they outweigh all the others, so that η‖∇J‖ is large enough to throw the point farther out. Their least and largest values were bounded on the whole unit circle or sphere, not sampled, and the iterates were enclosed in ball arithmetic.",
    "diverges-along": (
        "at t = {t} its component along the direction {axis} (eigenvalue {eigenvalue}) is {norm}. Beyond {radius} each step makes that component at least {percent} % larger, so the run escapes to infinity.",
        "at t = {t} its component along one direction is {norm}. Beyond {radius} each step makes it at least {percent} % larger, so the run escapes to infinity.",
        "it escapes to infinity along one direction.",
    ),
    "diverges-along-how": "The objective is a quadratic plus a part whose gradient stays bounded. Along an eigenvector of the quadratic a step multiplies by 1 − ηλ, which here is larger than 1 in size, and far enough out the bounded part can no longer make up for that.",
    "quadratic-diverges": (
        "the part of the gradient that belongs to the eigenvalue λ = {eigenvalue} is multiplied by |1 − ηλ| = {factor} in each step, so it grows without end. Every start converges only while η < 2/λmax = {threshold}.",
        "the part of the gradient that belongs to the eigenvalue λ = {eigenvalue} is multiplied by |1 − ηλ| = {factor} in each step, so it grows without end.",
        "it grows without end.",
    ),
    "quadratic-converges": (
        "of all the parts of the gradient that take part, the slowest belongs to the eigenvalue λ = {eigenvalue} and is multiplied by |1 − ηλ| = {factor} in each step. That is less than 1, so the run converges to {limit}. Every start converges while η < 2/λmax = {threshold}.",
        "of all the parts of the gradient that take part, the slowest belongs to the eigenvalue λ = {eigenvalue} and is multiplied by |1 − ηλ| = {factor} in each step. That is less than 1, so the run converges to {limit}.",
        "the slowest part of the gradient, that of the eigenvalue λ = {eigenvalue}, is multiplied by |1 − ηλ| = {factor} in each step. That is less than 1, so the run converges.",
        "each step makes every part of the gradient smaller, so it converges to {limit}.",
        "each step makes every part of the gradient smaller, so it converges.",
    ),
    "quadratic-cycle": (
        "for the eigenvalue λ = {eigenvalue} the product ηλ is exactly 2, so this part of the gradient changes its sign in each step and never its size: in the end the run jumps between two points. The threshold 2/λmax is {threshold}.",
        "for the eigenvalue λ = {eigenvalue} the product ηλ is exactly 2, so this part of the gradient changes its sign in each step and never its size: in the end the run jumps between two points.",
        "in the end it jumps between two points.",
    ),
    "quadratic-drifts": "along one direction the slope never changes (the eigenvalue is 0), so each step goes equally far and the run drifts off to infinity.",
    "quadratic-diverges-how": "On a quadratic the gradient after t steps is (I − ηH)ᵗ times the first one, H the Hessian. Which eigenvalues take part was decided in exact rational arithmetic.",
    "quadratic-converges-how": "On a quadratic the gradient after t steps is (I − ηH)ᵗ times the first one, H the Hessian. Which eigenvalues take part was decided in exact rational arithmetic.",
    "quadratic-cycle-how": "On a quadratic the gradient after t steps is (I − ηH)ᵗ times the first one, H the Hessian. Which eigenvalues take part, and that ηλ = 2, was decided in exact rational arithmetic.",
    "quadratic-drifts-how": "On a quadratic the gradient after t steps is (I − ηH)ᵗ times the first one, H the Hessian. Which eigenvalues take part was decided in exact rational arithmetic.",
    "converges": (
        "at t = {t} it is in the ball of radius {ball} around {centre}. There each step brings any two points closer together, to at most {contraction} of their distance, so the run never leaves the ball and converges to {centre}.",
        "at t = {t} it is in a ball where each step brings any two points closer together, to at most {contraction} of their distance, so the run never leaves it and converges to one point.",
        "it converges to {limit}.",
        "it converges.",
    ),
    "converges-how": "The iterates, the ball and the map's Jacobian on the whole of it were enclosed in ball arithmetic. A map that takes a ball into itself and brings its points closer has exactly one fixed point there, and every run in the ball tends to it (Banach).",
    "stationary": ("the gradient is exactly zero at the start, so it stays at {limit} for ever.", "the gradient is exactly zero at the start, so it stays there for ever."),
    "descends": ("from t = {t} on each step goes down, because η is below 2/L on a ball that the run cannot leave, L bounding the curvature there. So it converges to one stationary point; which one was not proved.", "each step goes down, so it converges to one stationary point; which one was not proved."),
    "descends-how": "What cannot be left is the set where J is no larger than at that iterate; the gradient and the curvature were bounded on a ball around all of it, not sampled.",
    "cycle": (
        "at t = {t} it is at {point}, inside a ball of radius {ball} around {centre}. After every {period} steps the points of this ball are in it again and closer together, at most {contraction} of their distance before. So the run never settles: it approaches the cycle of these {period} points: {cycle}.",
        "at t = {t} it is in a ball whose points, after every {period} steps, are in it again and closer together, at most {contraction} of their distance before. So the run approaches a cycle of {period} points and never settles.",
        "it approaches a cycle of {period} points and never settles.",
        "it approaches a cycle and never settles.",
    ),
    "cycle-how": "The ball is measured in the eigenvectors of the map's Jacobian around the cycle. It, and the Jacobian on all of it, were enclosed in ball arithmetic; no shorter period is possible, because the boxes in between do not meet.",
    "undecided": (
        "nothing could be proved. {stopped} What is missing: {missing}.",
        "nothing could be proved. {stopped}",
        "nothing could be proved. What is missing: {missing}.",
        "nothing could be proved: {reason}.",
        "nothing could be proved.",
    ),
    "stopped-work": ("The work that the grader allows itself ({budget} units) was spent at iterate {iterations}, at {precision} bits.", "The work that the grader allows itself was spent."),
    "stopped-iterations": ("{iterations} iterates were followed.", "The iterates that the grader allows itself were followed."),
    "stopped-precision": ("After iterate {iterations} the run is too sensitive even for {precision} bits.", "The run is too sensitive for the grader's arithmetic."),
    "stopped-not-enclosed": ("At iterate {next} the gradient is undefined or cannot be enclosed.", "The gradient is undefined or cannot be enclosed where the run arrives."),
    "stopped-no-enclosure": "The gradient, or a derivative of it, cannot be enclosed.",
    "stopped-overflow": ("Iterate {iterations} is as large as {largest}, and nothing proves that the run never comes back.", "The iterates become very large, and nothing proves that the run never comes back."),
    "stopped-step-size-not-positive": "The step size is not positive.",
    "robust-yes": "Not only exact arithmetic: every float64 program with at most 16 rounded operations a component does the same, because the proof still holds with its rounding.",
    "robust-no": "The proof speaks of exact arithmetic. That every float64 program does the same was not proved, so a program's rounding might lead elsewhere.",
    "robust-unknown": "The proof speaks of exact arithmetic. Whether every float64 program does the same was not examined.",
    "of-runs": "For {n} of the {all} runs: {text}",
    # Why this cause.
    "why-replay": ("Replayed from the start, {cause} gives all {rows} of your rows at the digits you show.", "Replayed from the start, {cause} gives your rows at the digits you show."),
    "why-off-by-one": "{cause}: compared that way, your rows agree with the exact iterates.",
    "why-wrong-start": "{cause}.",
    "why-start-mutated": "{cause}.",
    "why-swapped-components": "{cause}.",
    "why-aliasing": "{cause}.",
    "no-alternative": "Of the causes that the grader tries, no other one was found to fit.",
    "alternative": "At these digits another cause fits as well: {others}.",
    "alternatives": "At these digits other causes fit as well: {others}.",
    "aliased-of": "The one point that is left shows a second error: {others}.",
    "own-start": "It was replayed from your own first row, which is not the start asked.",
}  # fmt: skip

#: A systematic cause as part of a sentence.
CAUSES: dict[str, str | tuple[str, ...]] = {
    "sequential-update": "computing each component with those already updated in the same step",
    "ascent": "adding η∇J instead of subtracting it",
    "missing-step-size": "subtracting the whole gradient, without η,",
    "wrong-step-size": ("gradient descent with η = {eta}", "gradient descent with another η"),
    "wrong-gradient": ("never moving {frozen}", "a gradient with {given_term} where {term} belongs", "a gradient with another component {component}", "another gradient"),
    "rounding-in-update": ("rounding every point to {digits} decimals before the next step", "rounding every point before the next step"),
    "integer-arithmetic": "keeping the points as integers",
    "momentum": ("adding momentum (factor {factor})", "adding momentum"),
    "normalised-gradient": ("clipping the gradient to a norm of {norm_limit}", "clipping each component of the gradient to ±{limit}", "dividing the gradient by its own size"),
    "decaying-step-size": ("a learning rate that shrinks (factor {factor})", "a learning rate that shrinks"),
    "coarse-differences": ("a finite difference with the step {h}", "a coarse finite difference"),
    "swapped-components": "With x and y exchanged, your rows are the exact iterates",
    "wrong-start": "From your own first row on, every step is right: only the start is another one",
    "start-mutated": "The run begins where an earlier one ended, and from there on every step is right: the start was changed in place",
    "off-by-one": "Your rows are shifted by one place",
    "aliasing": "All your rows are one and the same object in memory, so they all show the last point written into it",
}  # fmt: skip

#: What decided where nothing is replayed: code, or kind.code.
WHY: dict[str, str | tuple[str, ...]] = {
    "ok": "Everything asked is there and right; there was no single number to show for it.",
    "iterates.ok": "Every row lies within its bound.",
    "runs.ok": "Every row of every run lies within its bound.",
    "descent.ok": "The function was called with functions, starts and step sizes drawn after the notebook had run, and every row that it returned lies within its bound.",
    "gradient.ok": "At every hidden point the values agree with the exact gradient.",
    "table.ok": ("All {cells} cells are right at the digits judged.", "All cells are right at the digits judged."),
    "points.ok": "Each point asked is there, and no other.",
    "limits.ok": "Each limit is the one that was proved.",
    "figure.ok": "Level curves of the function were found in what was drawn, and on them a path through the right points.",
    "short": ("The rows that are there are right: {rows} of the {asked} asked.", "The rows that are there are right."),
    "last-missing": ("The {rows} rows that are there are right; only the last one is not.", "The rows that are there are right; the last one is missing."),
    "too-many-rows": ("The {asked} rows asked are right; more follow them.", "The rows asked are right; more follow them."),
    "table.short": ("Of the {cells} cells asked {right} are right; there is no row for t = {missing}.", "Rows are missing."),
    "points.short": ("{rows} of the {asked} points were found, and no wrong one.", "Points are missing."),
    "figure.short": "What was drawn was read as data, not as a picture; part of what is asked is not in it.",
    "slip": ("The step to t = {slips} is wrong, and every other step follows from the row before it: a slip of a single step, not of the method.", "Single steps are wrong, and every other one follows from the row before it."),
    "squared-norm": "The whole column holds the squares of the right norms.",
    "stale-column": "The whole column is right for another row: one step earlier or later.",
    "swapped-columns": "The whole column holds what belongs in another one.",
    "wrong-quantity": ("The whole column is {quantity}, with the rows shifted by {lag}.", "The whole column is {quantity}.", "The whole column holds another quantity."),
    "keeps-state": "Called twice with the same arguments, it returned something else the second time.",
    "found-elsewhere": "It is right, and found where this assignment gives a part of the points only.",
    "slide-values": ("In the rows t = {copied} value and norm are the numbers printed on the slide.", "Value and norm are the numbers printed on the slide."),
    "hard-coded": "The published run comes out right, and none of those drawn after the notebook had run.",
    "carried-forward": "It is not the right value, but it is the one that follows from your own earlier answer.",
    "table.carried-forward": "The cells were recomputed from your own trace and your own gradient, and the wrong ones follow from them.",
    "figure.carried-forward": "The path drawn goes through your own rows, and not through all the right ones.",
    "limits.carried-forward": "What you give is the last row of your own run, which had not arrived yet.",
    "not-finite": "Values are not finite numbers, and nothing can be measured on them.",
    "absent": ("When the notebook had run, {empty} had no value, and nothing was there under another name that the assignment accepts.", "When the notebook had run, nothing called {name} was there, nor anything under another name that the assignment accepts.", "It was not there when the notebook had run."),
    "figure.absent": "No figure was drawn that could be compared, or what it is compared with is not there.",
    "wrong-shape": "What was found has another shape than the one asked, so there is nothing to compare.",
    "wrong-value": ("{right} of {cells} parts are right.", "{rows} of the {asked} asked are right.", "The value is outside what is allowed, and no cause that we know explains it."),
    "number.wrong-value": "The value is outside what is allowed.",
    "number.inverse": "Your answer is half of 2/λmax, which is 1/λmax: with that η the steepest part of the gradient is gone after one step, yet larger ones still converge.",
    "number.too-few-digits": "Your answer is the exact value rounded or cut off at the digits you show, but with so few of them other values would be shown in the same way.",
    "runs.outside": "The step size is judged first: the η that you declare lies outside the interval that the assignment allows.",
    "step-size.wrong-value": "A step size must be a positive number; with any other there is no run to judge.",
    "points.wrong-value": ("Of the {asked} points asked {rows} are there; points that are none of them: {k}.", "A point is none of those asked."),
    "limits.wrong-value": ("{rows} of the {asked} limits are right.", "A limit is not the one proved."),
    "wrong-class": "What was proved of the run is not what was asked of it.",
    "too-few-digits": ("Shown with {digits} decimals, a right value and a wrong one look alike.", "With so few digits a right value and a wrong one look alike."),
    "unexplained": "Not one of the misconceptions that we know, replayed from your start, gives your rows, and the wrong steps are not single slips. So the first wrong row is all that can be said.",
    "gradient.wrong-gradient": ("Exchanging the one term {given_term} for {term} makes the component {component} right at every hidden point.", "The component {component} is wrong, and no change of a single term makes it right at every hidden point.", "Values at hidden points are wrong, and no change of a single term makes them right."),
    "gradient.ascent": "At every hidden point your values are those of the gradient with the opposite sign.",
    "gradient.swapped-components": "At every hidden point your components are the right ones, in the opposite order.",
    "gradient.coarse-differences": ("At every hidden point the error is that of a finite difference with the step {h}.", "The error is that of a coarse finite difference."),
    "number.off-by-one": "The right value is one away from yours.",
    "not-run": "The notebook did not run this far, so the question was never asked.",
    "for-a-person": "This is free text: the grader does not judge it.",
    "cannot-certify": "The grader could prove neither that it is right nor that it is wrong; that is a limit of the grader, not of the answer.",
    "cannot-call": ("The function could not be called: {message}", "The function could not be called."),
    "cannot-read": "The answer is there, in a form that the grader does not know how to read.",
    "unidentified": ("An answer under another name is told by its words and its shape, never by being right. Here they leave it open whether {candidates} is meant, and it would not be right in every case.", "Words and shape do not tell which value is meant."),
    "unrepeatable": (
        "The same cells were run two times in the same surroundings, and this check earned {once}, then {again}. Neither is more right than the other.",
        "The same cells were run two times in the same surroundings, and this check earned something else each time.",
    ),
    "sandbox-fault": "The grader's own sandbox failed; nothing was judged.",
    "unknown": "This finding comes from a check that tells no more than its code.",
}  # fmt: skip

POINTS: dict[str, str | tuple[str, ...]] = {
    "none": "This check carries no points.",
    "passed": "Right: {points} of {maximum}.",
    "undecided": "0 of {maximum} so far: a person decides.",
    "skipped": "0 of {maximum} so far: it was not asked, and a person decides.",
    "nothing": "There is nothing to judge: 0 of {maximum}.",
    "systematic": "One systematic cause earns {share} of {maximum}, which is {points}, whatever digits are shown.",
    "systematic-short": ("{points} of {maximum}. One systematic cause earns a fixed share (½ where the assignment sets no other), in proportion to the rows that are there ({rows} of {asked}); rows that prove nothing, because no step is long enough to see, earn less.", "{points} of {maximum}. One systematic cause earns a fixed share, ½ where the assignment sets no other; rows that prove nothing earn less."),
    "degenerate": "0 of {maximum}. The cause is named, but the rows themselves prove nothing: after the start no right step is long enough to be told from standing still, and only such steps earn something here.",
    "unexplained": "{points} of {maximum}. Where no cause explains the rows, the right steps before the first wrong one count, if they are long enough to be seen, up to ¼ of the points.",
    "not-finite": "{points} of {maximum}. The right steps before the first wrong one count, if they are long enough to be seen, up to ¼ of the points.",
    "too-few-digits": "{points} of {maximum}. With so few digits only steps long enough to be seen count, up to ¼ of the points.",
    "short": ("{right_steps} of the {steps} steps asked are there, all right: {right_steps}/{steps} of {maximum} make {points}.", "{points} of {maximum}, in proportion to the rows that are there."),
    "last-missing": ("{right_steps} of the {steps} steps asked are there, all right: {right_steps}/{steps} of {maximum} make {points}.", "{points} of {maximum}, in proportion to the rows that are there."),
    "too-many-rows": "{points} of {maximum}: rows beyond the ones asked cost a small part.",
    "slip": ("Each slip costs one step's share: {slipped} of {steps} steps, so {points} of {maximum} are left.", "Each slip costs one step's share, so {points} of {maximum} are left."),
    "runs": ("Each run earns an equal part of {maximum}; {runs_wrong} of them lost some. A run with one systematic cause keeps half (unless the assignment sets another share), one that is right as far as it goes keeps the share of its right steps, and rows that prove nothing keep nothing. Together: {points}.", "Each run earns an equal part of {maximum}. With a step size outside what the assignment allows, or with one systematic cause, a run keeps half (unless the assignment sets another share). Together: {points}."),
    "descent": "Each of the hidden inputs earns an equal part of {maximum}; one systematic cause keeps half of it (unless the assignment sets another share), and what nothing explains keeps nothing. Together: {points}.",
    "descent.hard-coded": "Only the published run is right, which earns {share} of {maximum}: {points}.",
    "gradient": "A gradient is right at every point or it is not: {points} of {maximum}.",
    "gradient.coarse-differences": "A gradient right but for its coarse difference step earns {share} of {maximum}: {points}.",
    "table": ("{right} of {cells} cells are right, and each earns 1/{cells} of {maximum}. A wrong cell that follows from your own trace or gradient earns half of that; one copied from the slide earns nothing. Together: {points}.", "Each right cell earns an equal part of {maximum}. Together: {points}."),
    "runs.outside": "The declared η lies outside what the assignment allows, and then a run keeps half of its equal part at most (unless the assignment sets another share). Together: {points} of {maximum}.",
    "number": "{points} of {maximum}: a number is right or it is not.",
    "number.too-few-digits": "The digits shown are right but too few, which earns {share} of {maximum}: {points}.",
    "number.carried-forward": "Right by your own wrong trace earns {share} of {maximum}: {points}.",
    "number.inverse": "Your answer is 1/λmax, half of what is asked, and that earns {share} of {maximum}: {points}.",
    "points": ("Each of the {asked} points earns an equal part of {maximum}, and a point that is none of them leaves room for one right one fewer: {points}.", "{points} of {maximum}."),
    "limits": ("Each start earns an equal part of {maximum}, and half of it where your limit is the last row of your own run. {rows} of {asked} are right; together: {points}.", "Each start earns an equal part of {maximum}. Together: {points}."),
    "step-size": ("Each start earns an equal part of {maximum}: {rows} of {asked} are right. A cycle where an escape was asked keeps half of its part, a run that converges nothing. Together: {points}.", "{points} of {maximum}: the run does what was asked, or it does not."),
    "step-size.trace": "Half of {maximum} are for η and half for the iterates, which are judged apart; an error in one leaves the other as it is, and one systematic cause in the iterates keeps half of their part. Together: {points}.",
    "figure": ("{points} of {maximum}. Each run drawn earns an equal part: in full on level curves of the function, half without them, and half where it is your own wrong run.", "{points} of {maximum}."),
    "array": ("{right} of {cells} cells are right, and each earns an equal part of {maximum}: {points}.", "{points} of {maximum}."),
    "function": "A function is right on every hidden input or it is not: {points} of {maximum}.",
    "other": "{points} of {maximum}, as the assignment's check gives them.",
}  # fmt: skip

#: One point, several points.
WORTH = "{n} {n:point|points}"
COLUMNS = {"norm": "norm of the gradient"}
POINTS_OF = {"minimiser": "minimiser", "maximiser": "maximiser", "saddle": "saddle point", "stationary": "stationary point", "degenerate": "degenerate stationary point", "expected": "point asked"}  # fmt: skip

#: Our own phrases in `source.as`: (pattern, what is said).
READ_AS = [
    (r"^coordinates$", "one argument for each coordinate"), (r"^vector$", "one vector"), (r"^column$", "one column"), (r"^point-tuple$", "a tuple a point"),
    (r"^point-list$", "a list a point"), (r"^point-dict$", "a dict a point"), (r"^keywords$", "arguments by name"), (r"^symbols$", "sympy's symbols"),
    (r"^start and η$", "a start and an η"), (r"^int$", "a whole number"), (r"^float(64)?$", "a decimal number"), (r"^str$", "text"), (r"^fitted$", "the η of its iterates"),
    (r"^sympy$", "an exact expression of sympy"), (r"^fraction$", "an exact fraction"), (r"^decimal$", "a Decimal number"),
]  # fmt: skip

QUANTITIES: list[tuple[str, str]] = []
BOUNDS = {"tolerance of the assignment": "the tolerance of the assignment", "half a unit of the last digit judged": "half a unit of the last digit judged"}  # fmt: skip

#: Sentences of an undecided certificate: (pattern, what is said).
MISSING = [
    (r"no iterate lies beyond the escape radius (\S+)", "no iterate lies beyond {0}, the distance from which each step would surely lead farther out"),
    (r"no iterate lies beyond the radius along a direction of escape \((.+)\)", "no iterate lies farther out along a direction of escape than {0}"),
    (r"the objective is not a polynomial with a top part shown positive.*", "this objective has no known distance beyond which every step leads farther out"),
    (r"the objective is neither a polynomial .*", "this objective has no known distance beyond which every step leads farther out"),
    (r"no iterate up to (\d+) was proved to enter the attracting balls found \(periods (.+)\)", "up to iterate {0} the run was not proved to enter any of the attracting balls that were found (periods {1})"),
    (r"no attracting minimiser or cycle of a period up to (\d+) was proved .*", "near the places to which the run nearly returns, neither an attracting minimiser nor an attracting cycle of up to {0} points was proved"),
]  # fmt: skip

#: Sources as a reader may look them up.
SOURCES = {
    "reference/tube.py (Lohner-QR in ball arithmetic)": "Lohner's method with QR factors, in ball arithmetic (reference/tube.py); N. Higham, Accuracy and Stability of Numerical Algorithms, §3.1",
    "reference/steps.py": "the rounding of one step, in ball arithmetic (reference/steps.py); N. Higham, Accuracy and Stability of Numerical Algorithms, §3.1",
    "reference/arithmetic.py": "the class of programs of reference/arithmetic.py; N. Higham, Accuracy and Stability of Numerical Algorithms, §3.1",
    "grader/examine/shown.py": "the reading of displayed digits (grader/examine/shown.py)",
}  # fmt: skip

LITERATURE = {
    "diverges": "Euler's identity for homogeneous polynomials and Descartes' rule of signs (reference/escape.py)",
    "diverges-along": "enclosed eigenvectors (reference/drift.py)",
    "converges": "Banach's fixed point theorem; S. Rump, Verification methods, Acta Numerica 19 (2010), §13 (reference/cycle.py)",
    "cycle": "Banach's fixed point theorem; S. Rump, Verification methods, Acta Numerica 19 (2010), §13 (reference/cycle.py)",
    "descends": "P.-A. Absil, R. Mahony, B. Andrews, SIAM J. Optim. 16 (2005), Theorem 3.2 (reference/sublevel.py)",
    "quadratic-diverges": "R. Horn and C. Johnson, Matrix Analysis, §3.3 (reference/quadratic.py)",
    "quadratic-converges": "R. Horn and C. Johnson, Matrix Analysis, §3.3 (reference/quadratic.py)",
    "quadratic-cycle": "R. Horn and C. Johnson, Matrix Analysis, §3.3 (reference/quadratic.py)",
    "quadratic-drifts": "R. Horn and C. Johnson, Matrix Analysis, §3.3 (reference/quadratic.py)",
}  # fmt: skip

#: What a person decided.
DECIDED = {
    "heading": "A person looked",
    "changed": "A person decided {points} of {maximum} points; before it was {before}.",
    "given": "A person gave {points} of {maximum} points.",
    "confirmed": "A person went over the points and left them at {points} of {maximum}.",
    "read": "A person read it.",
    "waived": "A person waived what lateness takes.",
    "decided": "decided by a person",
    "stale": "a decision no longer applies: {checks}",
}

#: How it went, in one sentence.
SUMMARY = {
    "right": "Everything is right.",
    "waiting": "What can be decided is right; a person looks at {waiting} {waiting:part|parts}.",
    "mend": "{right} of {asked} {asked:part|parts} {right:is|are} right. Begin with “{name}”: {text}",
    "mend-all": "None of the {asked} parts is right yet. Begin with “{name}”: {text}",
    "mend-one": "“{name}”: {text}",
    "nothing-ran": "Nothing could be asked of this notebook.",
    "broken": "Perhaps it is made in {stopped:a cell that did not run|one of the {stopped} cells that did not run} to the end ({stopped:cell|cells} {broken}): mend that first, and run the notebook from the top.",
}

#: What a picture shows, for who does not see it, and the names of what is in it.
PICTURE = {
    "value": "value",
    "norm": "norm of the gradient",
    "paths": "Level curves with {n:your path and the reference|your {n} paths and the references}.",
    "parted": "They part at t = {t}, in the run from {start}: yours goes to {yours}, the reference to {reference}.",
    "together": "They stay together to the end.",
    "ends": "Yours ends at {yours}.",
    "enlarged": "The step t = {t} enlarged: yours goes to {yours}, the reference to {reference}.",
    "chart": (
        "Value and gradient norm in the run from {start}, up to t = {last}, on a logarithmic scale: your norm goes from {first} to {final}.",
        "Value and gradient norm in the run from {start}, up to t = {last}, on a logarithmic scale.",
    ),
    "proof-diverges": (
        "With η = {eta} the run from {start} diverges: it leaves the circle of radius {escape_radius}, from where none returns.",
        "With η = {eta} the run from {start} diverges.",
    ),
    "proof-converges": (
        "With η = {eta} the run from {start} converges to {limit}: it enters a ball of radius {ball_radius} in which each step comes closer.",
        "With η = {eta} the run from {start} converges to {limit}.",
        "With η = {eta} the run from {start} converges.",
    ),
    "proof-cycle": (
        "With η = {eta} the run from {start} falls into a cycle of period {period}: it enters a ball of radius {ball_radius} that attracts it.",
        "With η = {eta} the run from {start} falls into a cycle.",
    ),
    "proof-undecided": "With η = {eta} it could not be proved what the run from {start} does.",
    "minimiser": "{n:A cross marks the minimum|Crosses mark the {n} minima}.",
    "saddle": "{n:An × marks the saddle point|An × marks each of the {n} saddle points}.",
    "maximiser": "{n:A square marks the maximum|Squares mark the {n} maxima}.",
    "escape": "escape radius: outside, each step leads farther away",
    "ball": "contraction ball: inside, each step comes closer",
}

#: A report as text, in the terminal and in a notebook.
TEXT = {
    "cell": "Cell {cell}: {name}: {text}",
    "points": "{points} of {maximum} {maximum:point|points}",
    "needs-review": "A person must look at what is marked “?”: the grader cannot decide it.",
}

#: How submissions came in.
SYSTEMS = {
    "moodle": "Moodle's “Download all submissions”",
    "canvas": "Canvas's download of submissions",
    "gradescope": "Gradescope's export of submissions",
    "nbgrader": "nbgrader's folders",
    "classroom": "Google Classroom's copies for each student",
    "plain": "files and folders named after students",
    "list": "a plain list",
}
INTAKE: dict[str, str | dict[str, str]] = {
    "source": "{source}: read as {system}; students: {students}",
    "ambiguous": "{source}: {fits} of {of} notebooks are named as in {system}, and {example} is not. Read as plain files and folders; name the others as a source of their own",
    "encoding": "{source}: {n} names do not say their encoding and were read as {encoding}, such as {example}",
    "case": "These differ by case alone, and are graded apart: {students}",
    "marked-late": "{source}: Canvas marks as late, without saying how late: {students}",
    "several-assignments": "{source}: holds submissions of several assignments ({assignments}); the newest notebook that fits is taken",
    "aside": "{source}: {n} notebooks are no submissions of this assignment and were left aside, such as {example}",
    "roster": "Roster {file} ({system}): {people} people, {absent} without a submission",
    "roster-list": "Roster {file}: {people} people, {absent} without a submission",
    "absent": "Handed in nothing: {people}",
    "unknown": "Not on the roster: {students}",
    "several-rows": "{student} may be several people on the roster ({rows})",
    "claimed-twice": "{student} shares a person on the roster ({rows}) with another submission",
    "conflict": "{student}: the number is another person's on the roster ({rows})",
    "undated": "When they handed in is not known, and nothing is taken for lateness: {students}",
    "twins": "The same notebook, byte for byte: {students}",
    "late-free": "Handed in {when}, after the due date ({due}); no points are taken.",
    "late": "Handed in {when}, {days} after the due date ({due}): {share} of the points are taken, from {before} to {after}.",
    "one-day": "1 day",
    "days": "{n} days",
    "by": {"roster": "by the roster", "export": "by the export", "files": "by the file's time"},
}
#: Why an entry of a source has no report of its own; each stands after the entry's name.
REFUSED = {
    "unopened": "cannot be opened: {error}",
    "link": "is a link; links are never followed",
    "too-deep": "is nested deeper than {folders} folders",
    "climbs-out": "climbs out of the archive: its path is absolute or holds '..'",
    "nul": "holds a NUL character in its name",
    "encrypted": "is encrypted; unpack the archive with its password and give the folder",
    "overwritten": "stands again further on in the archive; the last one counts, as when unpacked",
    "no-file": "is a device or a pipe, not a file",
    "archive": "is an archive inside a source and was not opened; unpack it, or name it as a source of its own",
    "too-large": "is larger than {megabytes} MB; its outputs must be cleared",
    "unread": "cannot be read: {error}",
    "damaged": "cannot be unpacked from {archive}: {error}; download the archive again",
    "no-notebook": "holds no notebook (.ipynb)",
    "newer-counts": "not graded: {file} of the same student is newer or fits the name {pattern} better",
    "older-counts": "not graded: {file} of the same student is older or fits the name {pattern} better",
    "attempt": "earned {points} points ({folder}); the best attempt counts, {file} with {best}",
    "attempt-without-report": "could not be given a report ({folder}); the best attempt counts, {file} with {best}",
    "fault": "the grader failed ({error}); please report this",
}
#: What a teacher must know before an export is uploaded; each stands after the student or the file that it is about.
NOTICES: dict[str, str | tuple[str, ...]] = {
    "no-class": "has no class.json: its batch did not end. Run the same `grader batch` again.",
    "incomplete": "its batch was interrupted: run the same command again.",
    "no-report": "has no report: {reason}",
    "stale-decision": "a decision on {checks} no longer applies: see `grader review list`.",
    "out-of-range": "{points} of {maximum} points is outside the range: not sent. `grader review set` corrects it.",
    "needs-review": "waits for a person: left out. Decide with `grader review`, or send the points so far with --provisional.",
    "unknown": "is not in {file}: not sent.",
    "ambiguous": "may be any of {rows} (row) in {file}: not sent.",
    "conflict": "number {number} is {rows} (row) in {file}, not {name}: not sent. Is the file of this very assignment?",
    "claimed-twice": "shares {rows} (row) in {file} with another report: not sent.",
    "duplicate": ("identifier {identifier} stands twice in {file}: not sent.", "stands twice in {file}: not sent."),
    "locked": "Moodle says that this grade cannot be changed: not sent.",
    "comment-kept": "has a comment of a person: kept. --replace-comments writes ours there.",
    "form": "choose in the upload form: encoding {encoding}, separator {separator}.",
    "decimal": "shows no decimals; {mark} is written. --decimal chooses another mark.",
    "language": "its headers are not English: upload it with Moodle in the language in which it was downloaded, or Moodle refuses it.",
    "anonymous": "has no names, as under anonymous marking: there students see nothing until you reveal their identities.",
    "workflow": "has a marking workflow, which an upload does not move: students see nothing until you set it to Released.",
    "no-comments": 'no column of feedback comments was recognised: --column comments="…" names it.',
    "comments-first": "Moodle ignores feedback comments that stand in the first column.",
    "clears-comments": "{n} {n:row|rows} without a grade of ours {n:has|have} an empty comment: one written in Moodle since the download is cleared.",
    "unchanged": "{n} {n:grade is|grades are} in Moodle already: it will not count {n:it|them}.",
    "tick-the-box": "{n} {n:row has|rows have} a grade and no date that Moodle can read: tick “Allow updating records that have been modified more recently”, or {n:it is|they are} skipped without a word.",
    "excused": "is excused in Canvas: left so.",
    "no-maximum": "has no points possible for this assignment: compare them yourself.",
    "no-id": "{n} {n:row has|rows have} no ID, and Canvas matches {n:it|them} by name: left as {n:it is|they are}.",
}
#: How an upload form calls what parts the columns of a file.
SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", ":": "colon"}
#: What a student reads in Gradescope where there is no report.
AUTOGRADER = {
    "stopped": "The grader was stopped before it ended. Please submit again.",
    "fault": "The grader failed ({error}); please tell your instructor.",
    "no-notebook": "No notebook (.ipynb) was submitted.",
}
