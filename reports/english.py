"""The English wording of every finding, remark and label. A tuple gives alternatives: the first whose data are all there."""

from __future__ import annotations

#: code, or kind.code where a kind says it in its own way → (what we saw, what to try next).
FINDINGS: dict[str, tuple[str | tuple[str, ...], str | tuple[str, ...]]] = {
    "ok": ("Right.", ""),
    "figure.ok": ("Level curves and the path are there, as drawn.", ""),
    "step-size.ok": (
        ("Right: with η = {eta} this run is an attracting cycle of period {period}.", "Right: η = {eta} does what was asked.", "Right."),
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
    "wrong-start": (("The run does not begin where it was asked to (row {t}).", "The run does not begin where it was asked to."), "Begin from the start that the statement gives."),
    "off-by-one": (
        "The rows are shifted by one: the start itself should be the first row.",
        "Store the start before the first update; t counts updates done.",
    ),
    "number.off-by-one": ("Your answer is {given}: one away.", "t counts the updates done: the start is t = 0. Ask which point the norm belongs to."),
    "last-missing": ("The last iterate is missing: {rows} of {asked} rows, all of them right.", "Do one more update, or store the point after the last one."),
    "short": (
        ("Right as far as it goes: {rows} of {asked}.", "Right as far as it goes, but parts are missing: {missing}.", "Right as far as it goes."),
        "Go on to the end that the statement asks for.",
    ),
    "table.short": ("Rows are missing: t = {missing}. Of the cells asked, {right} of {cells} are right.", "Add the rows that are missing."),
    "figure.short": ("The figure lacks: {missing}.", "Draw the level curves and, on them, the path of the iterates."),
    "points.short": ("{rows} of {asked} points are there.", "Look for the missing ones: start from other places, or solve ∇f = 0."),
    "too-many-rows": ("There are {rows} rows where {asked} were asked; the ones asked are right.", "Stop after the last update asked."),
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
        ("The gradient has {given_term} in the component {component} where {term} belongs.", "The component {component} of the gradient is not that of this function.", "The gradient is not that of this function."),
        "Differentiate again, one variable at a time, with the other held fixed.",
    ),
    "rounding-in-update": (
        ("Each step starts from a rounded point ({digits} decimals), so the error grows; it shows first at t = {t}.", "Each step starts from a rounded point, so the error grows."),
        "Round only what you show: keep the full number for the next step.",
    ),
    "integer-arithmetic": (
        "The points are stored as integers, so each step loses its decimals.",
        "Start from floats: np.array([1.0, -1.0]).",
    ),
    "momentum": ("The steps carry momentum from the steps before.", "Plain gradient descent uses only the gradient at the current point."),
    "normalised-gradient": ("Each step is divided by the gradient's norm.", "Use the gradient itself: its length is part of the method."),
    "decaying-step-size": (
        ("The learning rate shrinks as the run goes on (factor {factor}).", "The learning rate shrinks as the run goes on."),
        "Keep η constant in every step.",
    ),
    "squared-norm": ("The column ‖∇g‖ holds the squared norm.", "Take the square root: np.linalg.norm(g)."),
    "stale-column": ("The column {column} belongs to the point of another row.", "Evaluate g and its gradient at the point of the same row."),
    "swapped-columns": ("Two columns are swapped.", "Order them as asked: t, x, y, g, ‖∇g‖."),
    "swapped-components": ("The components x and y are swapped.", "Give each point as (x, y), and the gradient as (∂/∂x, ∂/∂y)."),
    "slide-values": (
        "Rows {copied} hold the numbers printed on the slide, where two columns changed places: what stands under g is the norm of the gradient one step earlier, what stands under ‖∇g‖ is g itself; and the row called 48 is the point of t = 38.",
        "Compute g and ‖∇g‖ from your own points, at the same t; the question on errata is about exactly this.",
    ),
    "hard-coded": (
        "The function returns the published run whatever it is given.",
        "Use the arguments: grad, start, step_size and iterations.",
    ),
    "coarse-differences": (("The gradient is a finite difference with a step of {h}, too coarse for the digits asked.", "The gradient is a finite difference that is too coarse."), "Differentiate by hand, or take a smaller difference step such as 1e-6."),
    "carried-forward": (
        "Right for your own numbers, which are wrong further up.",
        "Mend the first mistake named above; this one will follow.",
    ),
    "limits.carried-forward": ("These are the last points of your runs, {rows} of {asked} of them the limit itself.", "Give the point that each run approaches as it goes on, not where yours stopped."),
    "table.carried-forward": ("{right} of {cells} cells are right; the others follow from your own wrong iterates.", "Mend the iterates first; the table will follow."),
    "not-finite": (("The values are not finite from t = {t} on.", "There are values that are not finite numbers."), "Look for an overflow or a division by zero; a smaller η may be needed."),
    "absent": ("Nothing called {name} was found.", "Store your answer in a variable of that name and run the notebook from the top."),
    "figure.absent": ("No figure was found.", "Draw the level curves (plt.contour) and the path on them (plt.plot)."),
    "text.absent": ("No text called {name} was found; it carries no points.", "Write your answer as a string in that variable."),
    "wrong-shape": ("What was found is not of the form asked.", "Compare its shape with the example in the statement."),
    "wrong-value": (("Your answer is {given}, and that is not the value asked.", "{rows} of {asked} are right.", "{right} of {cells} cells are right; the first wrong one is {column} at t = {t}.", "The value is not the one asked."), "Check how you arrived at it, and with which function and start."),
    "number.wrong-value": (("Your answer is {given}, and that is not the value asked.", "That is not the value asked."), "Go back to the definition in the statement, and check it with your own run."),
    "points.wrong-value": ("{rows} of {asked} points are right, and a point is there that is none of them.", "Check each point: the gradient must vanish there, and the Hessian be positive definite."),
    "wrong-class": (
        ("With η = {eta} the run from {start} does not converge, yet does not diverge: it settles into a cycle of period {period}.",
         "With η = {eta} the run from {start} converges, to {limit}.",
         "With η = {eta} the run from {start} does something else than was asked ({kind}).",
         "The run does something else than was asked."),
        "Try other values of η and look at where the points go after many steps.",
    ),
    "too-few-digits": (("The numbers show too few digits to tell: {given}.", "The numbers show too few digits to tell a right run from a wrong one."), "Show more decimals: the statement says how many."),
    "unexplained": (
        ("The first wrong value is at t = {t}, component {component}; no single cause we know reproduces the rest.", "The values are not those of this run, and no single cause we know reproduces them."),
        "Recompute that step by hand: old point, gradient there, η times gradient, new point.",
    ),
    "not-run": ("This could not be asked: the notebook did not run this far.", "Mend what is told at the top and hand it in again."),
    "for-a-person": ("Your text was found; a person reads it.", ""),
    "cannot-certify": ("The grader cannot decide this one; a person will look.", ""),
    "cannot-call": (("{name} could not be called: {message}", "The function could not be called."), "Give it the arguments of the statement, in that order. A person will look."),
    "cannot-read": (("{name} was found, but not in a form the grader can read.", "What was found cannot be read."), "Use one of the forms in the statement. A person will look."),
    "sandbox-fault": ("The grader's own sandbox failed: this is not your fault.", ""),
}  # fmt: skip

REMARKS: dict[str, str | tuple[str, ...]] = {
    "start-mutated": "Your function changes the start it is given; the rows are right all the same. Copying it first avoids surprises.",
    "rounding-in-update": "Each step is rounded, as in work by hand; here that is allowed.",
    "single-precision": "Your numbers have single precision (float32).",
    "finite-differences": "Your gradient is a finite difference with step h = {h}; it is close enough here.",
    "read-as": ("Read as: {note}.",),
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
    "graded": "graded", "review": "needs a person", "no-report": "No report", "reason": "Reason", "passed-over": "Left aside", "mean": "{n} reports, {mean} points on average of {maximum}",
    "incomplete": "This batch was interrupted; the same command goes on from here.", "stale": "of an earlier version of the assignment", "made-by": "Made by pendiente {version} from the same JSON document that the grades come from.",
    "minimiser": "minimiser", "saddle": "saddle", "maximiser": "maximiser", "remarks": "Worth knowing",
}  # fmt: skip

ENDINGS = {
    "completed": "The notebook ran to its end.", "cell-error": "Some cells raised an error; the cells after them ran all the same.", "timed-out": "A cell or the notebook took too long and was stopped.",
    "output-flood": "The notebook printed more text than is kept and was stopped.", "out-of-memory": "The notebook needed more memory than it may use.", "killed": "The kernel ended before the notebook did.",
    "unreadable": "The file cannot be read as a notebook.", "sandbox-fault": "The grader's sandbox failed; this is not the student's fault. Grade it again.",
}  # fmt: skip

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
