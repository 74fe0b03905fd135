"""Todo lo que una persona lee en español: hallazgos, observaciones, rótulos, derivaciones, decisiones. Una tupla da alternativas: vale la primera con todos sus datos."""

from __future__ import annotations

#: código, o tipo.código donde un tipo lo dice a su manera → (qué vimos, qué probar).
FINDINGS: dict[str, tuple[str | tuple[str, ...], str | tuple[str, ...]]] = {
    "ok": ("Correcto.", ""),
    "figure.ok": ("Están las curvas de nivel y la trayectoria.", ""),
    "step-size.ok": (
        ("Correcto: con η = {eta} la corrida ni converge ni diverge: termina dando vueltas por los mismos {period} puntos.", "Correcto: η = {eta} hace lo que se pide.", "Correcto."),
        "",
    ),
    "sequential-update": (
        ("La componente {component} en t = {t} se calculó con coordenadas ya actualizadas en el mismo paso.", "Cada paso usa coordenadas ya actualizadas en ese mismo paso."),
        "Calcula primero todo el gradiente en el punto anterior y actualiza después todas las componentes a la vez: x, y = x − η·gx, y − η·gy.",
    ),
    "ascent": ("Cada paso sube por la pendiente: el signo de la actualización está al revés.", "Resta el gradiente: θ ← θ − η∇J(θ)."),
    "missing-step-size": ("Se resta el gradiente entero: falta la tasa de aprendizaje.", "Multiplica el gradiente por η antes de restarlo."),
    "wrong-step-size": (
        ("Los pasos son los de η = {eta}, no los de la tasa de aprendizaje pedida.", "Los pasos son más largos o más cortos de lo que da la tasa de aprendizaje pedida."),
        "Revisa qué valor de η usa tu bucle y que sea el que declaras.",
    ),
    "runs.wrong-step-size": (
        ("Desde {start} los pasos son los de η = {eta}, no los de la tasa de aprendizaje pedida.", "Tus corridas usan η = {eta}, que queda fuera del intervalo pedido.", "Las corridas usan una tasa de aprendizaje distinta de la pedida."),
        ("Revisa qué valor de η usa tu bucle desde {start} y que sea el que declaras.", "Elige η dentro del intervalo que da el enunciado y repite las corridas."),
    ),
    "wrong-start": (("La corrida no empieza donde se pidió (fila {t}).", "La corrida no empieza donde se pidió."), "Empieza en el punto que da el enunciado."),
    "off-by-one": ("Las filas están corridas en uno: la primera debe ser el propio punto inicial.", "Guarda el punto inicial antes de la primera actualización; t cuenta las actualizaciones hechas."),
    "number.off-by-one": (("Tu respuesta es {given}: se desvía en uno.", "La respuesta se desvía en uno."), "t cuenta las actualizaciones hechas: el punto inicial es t = 0. Pregúntate a qué punto pertenece la norma."),
    "last-missing": (("Falta la última iteración: {rows} de {asked} filas, todas correctas.", "Falta la última iteración."), "Haz una actualización más, o guarda el punto después de la última."),
    "short": (
        ("Correcto hasta donde llega: {rows} de {asked}.", "Correcto hasta donde llega, pero faltan partes: {missing}.", "Correcto hasta donde llega."),
        "Sigue hasta el final que pide el enunciado.",
    ),
    "table.short": (("Faltan filas: t = {missing}. De las celdas pedidas, {right} de {cells} {right:es correcta|son correctas}.", "Faltan filas."), "Añade las filas que faltan."),
    "figure.short": (("A la figura le falta: {missing}.", "A la figura le falta una parte."), "Dibuja las curvas de nivel y, sobre ellas, la trayectoria."),
    "points.short": (("{rows:Está|Están} {rows} de {asked} puntos.", "Faltan puntos."), "Busca los que faltan: parte de otros lugares o resuelve ∇f = 0."),
    "too-many-rows": (("Hay {rows} filas donde se {asked:pedía|pedían} {asked}; las pedidas son correctas.", "Hay más filas de las pedidas; las pedidas son correctas."), "Detente después de la última actualización pedida."),
    "slip": (
        ("Hay un paso mal calculado: en t = {t}, componente {component}. Los demás se siguen del anterior.", "Hay pasos sueltos mal calculados; los demás se siguen del anterior."),
        "Rehaz ese paso a mano y compara.",
    ),
    "aliasing": ("Todas las filas son el mismo objeto: cada actualización cambió las que ya estaban guardadas.", "Guarda una copia de cada punto: trace.append(theta.copy())."),
    "start-mutated": (
        "El punto inicial cambió mientras corría, así que lo siguiente empezó en otro lugar.",
        "Copia primero el punto inicial (theta = np.array(start, dtype=float)) y escribe theta = theta − η·g en vez de theta -= η·g.",
    ),
    "wrong-gradient": (
        ("Lo que nunca se mueve de su primer valor: {frozen}.", "En la componente {component} del gradiente está {given_term} donde va {term}.", "La componente {component} del gradiente no es la de esta función.", "El gradiente no es el de esta función."),
        ("Actualiza todas las coordenadas en cada paso (también {frozen}), cada una con su componente del gradiente.", "Vuelve a derivar, una variable cada vez, con la otra fija."),
    ),
    "rounding-in-update": (
        ("Cada paso parte de un punto redondeado ({digits} decimales) y el error crece; se ve por primera vez en t = {t}.", "Cada paso parte de un punto redondeado y el error crece."),
        "Redondea solo lo que muestras: conserva el número completo para el paso siguiente.",
    ),
    "integer-arithmetic": ("Los puntos se guardan como enteros y cada paso pierde sus decimales.", "Parte de números decimales: np.array([1.0, -1.0])."),
    "momentum": ("Cada paso arrastra una parte de los anteriores.", "El descenso del gradiente simple usa solo el gradiente en el punto actual."),
    "normalised-gradient": (
        ("El gradiente se recorta: donde su norma pasa de {norm_limit}, se acorta hasta ahí.", "El gradiente se recorta: ninguna de sus componentes pasa de ±{limit}.", "Cada paso se divide por la norma del gradiente."),
        "Usa el gradiente tal cual: su longitud es parte del método.",
    ),
    "decaying-step-size": (
        ("La tasa de aprendizaje se encoge a medida que avanza (factor {factor}).", "La tasa de aprendizaje se encoge a medida que avanza."),
        "Mantén η constante en todos los pasos.",
    ),
    "squared-norm": ("La columna ‖∇g‖ tiene el cuadrado de la norma.", "Saca la raíz cuadrada: np.linalg.norm(g)."),
    "stale-column": (("La columna {column} pertenece al punto de otra fila.", "Una columna pertenece al punto de otra fila."), "Evalúa g y su gradiente en el punto de la misma fila."),
    "wrong-quantity": (
        ("La columna {column} tiene {quantity}, corrida {lag} filas.", "La columna {column} tiene {quantity}.", "Una columna tiene otra cantidad que la pedida."),
        "Relee qué pide el enunciado en cada columna y calcúlalo en el punto de la misma fila.",
    ),
    "found-elsewhere": ("Correcto, pero no está donde lo pide el enunciado.", "Guarda la respuesta en una variable con el nombre que da el enunciado."),
    "keeps-state": (
        (
            "Llamada por segunda vez, {name} devuelve otra cosa: conserva lo que dejó una llamada anterior.",
            "Llamada por segunda vez, devuelve otra cosa: conserva lo que dejó una llamada anterior.",
        ),
        "Empieza cada llamada de cero: ninguna lista como argumento por defecto (filas=[]) ni variables globales que la función cambie.",
    ),
    "swapped-columns": ("Hay dos columnas intercambiadas.", "Ordénalas como se pide: t, x, y, g, ‖∇g‖."),
    "swapped-components": ("Las componentes x e y están intercambiadas.", "Da cada punto como (x, y) y el gradiente como (∂/∂x, ∂/∂y)."),
    "slide-values": (
        ("Las filas {copied} tienen los números impresos en la diapositiva, donde dos columnas cambiaron de lugar: lo que está bajo g es la norma del gradiente un paso antes, lo que está bajo ‖∇g‖ es la propia g; y la fila llamada 48 es el punto de t = 38.", "Hay filas que tienen los números impresos en la diapositiva, donde dos columnas cambiaron de lugar: lo que está bajo g es la norma del gradiente un paso antes, lo que está bajo ‖∇g‖ es la propia g; y la fila llamada 48 es el punto de t = 38."),
        "Calcula g y ‖∇g‖ con tus propios puntos, en el mismo t; la pregunta sobre erratas trata justo de esto.",
    ),
    "hard-coded": ("La función devuelve la corrida publicada, reciba lo que reciba.", "Usa los argumentos: grad, start, step_size e iterations."),
    "coarse-differences": (("El gradiente es una diferencia finita de paso {h}, demasiado grueso para los dígitos pedidos.", "El gradiente es una diferencia finita demasiado gruesa."), "Deriva a mano, o usa un paso menor, como 1e-6."),
    "carried-forward": ("Correcto para tus propios números, que arrastran el error de más arriba.", "Corrige el primer error señalado; este se arreglará con él."),
    "limits.carried-forward": (("Son los últimos puntos de tus corridas; {rows} de {asked} {rows:es|son} el límite.", "Son los últimos puntos de las corridas."), "Da el punto al que cada corrida se acerca, no aquel donde la tuya se detuvo."),
    "table.carried-forward": (("{right} de {cells} celdas {right:es correcta|son correctas}; las demás salen de tus propias iteraciones equivocadas.", "Las celdas salen de tus propias iteraciones equivocadas."), "Corrige primero las iteraciones; la tabla se arreglará con ellas."),
    "not-finite": (("Los valores dejan de ser finitos desde t = {t}.", "Hay valores que no son números finitos."), "Busca un desbordamiento o una división entre cero; quizá haga falta una η menor."),
    "number.not-finite": ("Tu respuesta es infinita, no es un número o es demasiado grande para calcular con ella.", "Mira cómo llegaste a ella: quizá hubo un desbordamiento o una división entre cero."),
    "absent": (
        ("{empty} existe, pero no tiene valor (None).", "No se encontró nada llamado {name}.", "No se encontró la respuesta."),
        (
            "Mira por qué {empty} se queda sin valor: quizá lo que busca no ocurre en tu corrida, o no se ejecutó la celda que lo llena.",
            "Guarda tu respuesta en una variable con ese nombre. Si ya está impresa, ejecuta otra vez todas las celdas: no se ve lo que {unheard:una celda imprimió|{unheard} celdas imprimieron} antes de %load_ext grader.",
            "Guarda tu respuesta en una variable con ese nombre y ejecuta el notebook desde el principio.",
        ),
    ),
    "figure.absent": (
        "No se encontró ninguna figura.",
        (
            "Dibuja las curvas de nivel (plt.contour) y sobre ellas la trayectoria (plt.plot). Si ya están dibujadas, ejecuta otra vez todas las celdas: no se ve lo que {unheard:una celda dibujó|{unheard} celdas dibujaron} antes de %load_ext grader.",
            "Dibuja las curvas de nivel (plt.contour) y sobre ellas la trayectoria (plt.plot).",
        ),
    ),
    "gradient.absent": (("No se encontró ninguna función llamada {name}.", "No se encontró la función."), "Define una función con ese nombre (def …) y ejecuta el notebook desde el principio."),
    "descent.absent": (("No se encontró ninguna función llamada {name}.", "No se encontró la función."), "Define una función con ese nombre (def …) y ejecuta el notebook desde el principio."),
    "text.absent": (("No se encontró un texto llamado {name}; no lleva puntos.", "No se encontró el texto; no lleva puntos."), "Escribe tu respuesta como texto en esa variable."),
    "wrong-shape": ("Lo encontrado no tiene la forma pedida.", "Compara su forma con el ejemplo del enunciado."),
    "wrong-value": (("Tu respuesta es {given}, y no es el valor pedido.", "{rows} de {asked} {rows:es correcto|son correctos}.", "{right} de {cells} celdas {right:es correcta|son correctas}; la primera equivocada es {column} en t = {t}.", "El valor no es el pedido."), "Revisa cómo llegaste a ese valor, y con qué función y punto inicial."),
    "number.wrong-value": (("Tu respuesta es {given}, y no es el valor pedido.", "No es el valor pedido."), "Vuelve a la definición del enunciado y compruébala con tu propia corrida."),
    "points.wrong-value": (("{rows} de {asked} puntos {rows:es correcto|son correctos}, y hay uno que no es ninguno de ellos.", "Hay un punto que no es ninguno de los pedidos."), "Comprueba cada punto: el gradiente debe anularse ahí, y ningún punto cercano tener un valor menor."),
    "wrong-class": (
        ("Con η = {eta} la corrida desde {start} no converge, pero tampoco diverge: termina dando vueltas por los mismos {period} puntos.",
         "Con η = {eta} la corrida desde {start} converge, a {limit}.",
         "Con η = {eta} la corrida desde {start} hace otra cosa que la pedida.",
         "La corrida hace otra cosa que la pedida."),
        "Prueba otros valores de η y mira dónde quedan los puntos después de muchos pasos.",
    ),
    "too-few-digits": (("Se muestran muy pocos dígitos para decidir: {given}.", "Se muestran muy pocos dígitos para distinguir una corrida correcta de una equivocada."), "Muestra más decimales: el enunciado dice cuántos."),
    "unexplained": (
        ("El primer punto, el de t = {first}, no es el punto inicial pedido: difiere la componente {component}, y ninguna causa conocida reproduce el resto.",
         "El primer valor equivocado está en t = {t}, componente {component}; ninguna causa conocida reproduce el resto.", "Los valores no son los de esta corrida y ninguna causa conocida los reproduce."),
        ("Empieza por el punto inicial pedido, como fila t = {first}: de ella se siguen todas las demás.", "Rehaz ese paso a mano: punto anterior, gradiente allí, η por el gradiente, punto nuevo."),
    ),
    "not-run": ("No se pudo preguntar: el notebook no llegó hasta aquí.", "Corrige lo que se dice arriba y entrégalo de nuevo."),
    "for-a-person": ("Tu texto está; lo lee una persona.", ""),
    "cannot-certify": ("El grader no puede decidirlo; lo verá una persona.", ""),
    "cannot-call": (("No se pudo llamar a {name}: {message}", "No se pudo llamar a la función."), "Dale los argumentos del enunciado, en ese orden. Lo verá una persona."),
    "cannot-read": (("Se encontró {name}, pero en una forma que el grader no sabe leer.", "Lo encontrado no se puede leer."), "Usa una de las formas del enunciado. Lo verá una persona."),
    "unidentified": (("Nada se llama {name}. Lo que puede querer serlo: {candidates}. El grader no puede saber cuál; lo verá una persona.", "El grader no puede saber qué valor quiere ser la respuesta; lo verá una persona."), "Guarda tu respuesta en una variable que se llame como dice el enunciado."),
    "unrepeatable": (
        (
            "Tu notebook se ejecutó dos veces y esto dio resultados distintos: {once} {once:punto|puntos} y luego {again}. Lo mirará una persona.",
            "Ejecutado dos veces, esto dio resultados distintos; lo mirará una persona.",
        ),
        "Busca qué cambia de una ejecución a otra: números al azar, o la hora. Una semilla fija, como en np.random.default_rng(0), da los mismos números cada vez.",
    ),
    "sandbox-fault": ("El propio grader se detuvo aquí: no tiene que ver con tu notebook.", ""),
}  # fmt: skip

REMARKS: dict[str, str | tuple[str, ...]] = {
    "start-mutated": "Tu función cambia el punto inicial que recibe; aun así las filas son correctas. Copiarlo antes evita sorpresas.",
    "rounding-in-update": "Cada paso está redondeado, como en el trabajo a mano; aquí se permite.",
    "single-precision": "Tus números tienen precisión simple (float32).",
    "finite-differences": "Tu gradiente es una diferencia finita de paso h = {h}; aquí es suficiente.",
    "read-as": ("Se leyó como: {note}.",),
    "prints": "{name} imprime mientras corre. No cuesta nada; quien la llama quizá prefiera silencio.",
    "keeps-state": "{name} devuelve otra cosa cuando se la llama de nuevo con los mismos argumentos.",
    "ignores-argument": "{name} no usa lo que recibe: con otro valor devuelve las mismas filas (sin usar: {arguments}).",
    "sources-disagree": (
        "Lo que además muestra la celda {cell} de la corrida desde {start} es otra corrida, desde t = {t}; cuenta la respuesta indicada arriba.",
        "Lo que además muestra la celda {cell} es otra corrida, desde t = {t}; cuenta la respuesta indicada arriba.",
    ),
    "varies": "Ejecutado dos veces, tu notebook dio aquí otros números la segunda vez; los dos resultados valen lo mismo.",
    "step-size-fitted": "No se declaró η; tus corridas son las de η = {eta}.",
}

NOTES = {
    "transposed": "una fila por coordenada", "columns": "una columna por coordenada", "flat": "una sola lista", "nested": "listas anidadas", "ragged": "filas de distinta longitud",
    "extra-columns": "sin las columnas de más", "reordered": "columnas en otro orden", "by-key": "por clave", "generator": "un generador", "text": "texto",
    "zero-rows": "sin las filas de ceros del final", "nan-rows": "sin las filas vacías del final",
}  # fmt: skip

LABELS = {
    "report": "Informe", "points": "{points} de {maximum} puntos", "needs-review": "Una persona aún debe mirar lo marcado con «?»: esos puntos no están perdidos, solo pendientes.",
    "saw": "Qué vimos", "expected": "Qué se pide", "next": "Qué probar", "evidence": "La evidencia", "found-in": "Dónde se encontró",
    "ran": "Qué se ejecutó", "cell": "Celda {cell}", "no-errors": "Todas las celdas terminaron.", "student": "Estudiante", "file": "Archivo", "isolation": "Aislamiento", "version": "Versión",
    "late": "con retraso", "passed": "correcto", "failed": "puntos perdidos", "skipped": "sin preguntar", "undecided": "lo ve una persona", "picture": "Curvas de nivel con tu trayectoria y la de referencia",
    "yours": "la tuya", "reference": "referencia", "first-wrong": "primer paso equivocado", "class": "La clase", "score": "Puntos", "state": "Estado", "ending": "Ejecución", "name": "Nombre",
    "graded": "calificado", "review": "falta una persona", "no-report": "Sin informe", "reason": "Motivo", "passed-over": "Dejado de lado", "no-reports": "Todavía no hay informes.", "mean": "{n} {n:informe|informes}, {mean} puntos de media y {median} de mediana, sobre {maximum}",
    "incomplete": "Esta tanda se interrumpió; la misma orden sigue desde aquí.", "stale": "de una versión anterior de la tarea", "made-by": "Hecho por pendiente {version} con el mismo documento JSON del que salen las notas.",
    "minimiser": "mínimo", "saddle": "punto silla", "maximiser": "máximo", "remarks": "Conviene saber",
    "mend": "Por corregir", "free": "Sin puntos", "waits": "Lo mira una persona", "right": "Bien", "same": "Es el mismo error que en «{name}»: se corrige una sola vez.", "above": "El dibujo está arriba.",
    "orbit": "la corrida con tu η", "step": "El paso t = {t}, ampliado", "band": "lo que permite la cota", "chart": "Valor y norma del gradiente, en escala logarítmica",
    "rows": "Tus filas donde empiezan a separarse", "rows-of": "Tus filas donde empiezan a separarse, en la corrida desde {start}", "your-row": "tu fila", "right-row": "debía ser", "hidden": "Esta parte no está en la autoevaluación; sus detalles los tiene tu docente.",
    "more-errors": "{n:Otra celda dio|Otras {n} celdas dieron} error", "showed": "Lo que mostró tu notebook", "drawn": "Una figura de la celda {cell}", "left-out": "{n:Otra figura no se muestra|Otras {n} figuras no se muestran} aquí, por su tamaño, por su número o por no poder leerse.", "minimisers": "+ mínimo", "saddles": "× punto silla", "maximisers": "□ máximo", "escape": "┄ radio de escape", "ball": "◯ bola de contracción", "cycle": "◇ ciclo", "score-of": "{points} de {maximum}",
    "nothing-ran": "Notebooks de los que no se pudo preguntar nada", "live-only": "Se leyeron tus variables, y lo que tus celdas imprimieron y dibujaron desde %load_ext grader. Las celdas de Markdown no se ven aquí.", "live-saved": "Se leyeron tus variables, lo que tus celdas imprimieron y dibujaron desde %load_ext grader, y tus celdas de Markdown como las guardaste por última vez.", "came-in": "Cómo llegaron las entregas", "distribution": "Cómo se reparten los puntos", "waiting-for": "Lo que espera a una persona", "decide-hint": "En la carpeta de esta página, la orden decide de una vez para todos los que comparten el hallazgo.", "and-more": "y {n} más", "everyone": "Todos", "students": "estudiantes", "alone": "{n:Un error|{n} errores} de una sola persona", "finding": "Qué se vio",
    "shared-mistakes": "Errores, por cuántos los comparten", "checks": "Las preguntas", "checks-hint": "Dificultad: parte media de los puntos (1: todos los obtienen). Discriminación: correlación con los demás puntos; cerca de 0 o negativa (⚠), la pregunta no distingue a quien sabe.",
    "check": "Pregunta", "all": "Correctas", "difficulty": "Dificultad", "discrimination": "Discriminación", "time": "Tiempo por notebook: {median} s de mediana, {longest} s el más largo.", "filter": "Filtrar por nombre, estado o código:", "shown": "se muestran {n}",
}  # fmt: skip

ENDINGS = {
    "completed": "El notebook corrió hasta el final.", "cell-error": "Algunas celdas dieron error; las siguientes se ejecutaron igual.", "timed-out": "Una celda o el notebook tardó demasiado y se detuvo.",
    "output-flood": "El notebook imprimió más texto del que se guarda y se detuvo.", "out-of-memory": "El notebook necesitó más memoria de la permitida.", "killed": "El kernel terminó antes que el notebook.",
    "unreadable": "El archivo no se puede leer como notebook.", "sandbox-fault": "Falló el grader, no el notebook: hay que calificarlo otra vez.",
}  # fmt: skip

#: Errores nuestros, como los cuenta el kernel: (patrón, lo que se dice tras el número de la celda).
STOPPED = [
    (r"TimeoutError: (\S+) s", "tardó más de {0} s y se detuvo."), (r"TimeoutError: its time was over", "aquí se acabó el tiempo del notebook."),
    (r"MemoryError: more than (\d+) MiB", "necesitó más de {0} MiB de memoria."), (r"DeadKernelError: the kernel ended in this cell", "aquí terminó el kernel, y con él el notebook."),
    (r"RuntimeError: shell commands do not run here; .*", "las órdenes del sistema no se ejecutan aquí; escribe este paso en Python."),
    (r"StdinNotImplementedError: .*", "input() no puede preguntar a nadie aquí; escribe el valor en la celda."),
]  # fmt: skip
#: Partes de una figura, y lo que va entre dos de ellas.
PARTS, AND = {"level-curves": "las curvas de nivel", "trace": "la trayectoria"}, "y"

REASONS = {
    "empty": "El archivo está vacío. Guarda el notebook y súbelo de nuevo.", "truncated": "El archivo se corta a la mitad o está dañado. Guarda el notebook y súbelo de nuevo.",
    "html-page": "Es una página web guardada como .ipynb. Descarga el notebook mismo.", "not-a-notebook": "El archivo no es un notebook. Expórtalo desde Jupyter o Colab como .ipynb.",
    "not-text": "La codificación del archivo está dañada. Guárdalo de nuevo desde Jupyter.", "other-language": "El notebook está escrito para otro lenguaje; este grader ejecuta Python.",
}  # fmt: skip

#: Qué pide cada tipo, donde la tarea no da un título.
ASKED = {
    "gradient": "el gradiente de la función", "descent": "el descenso del gradiente como función, probada con datos que no has visto", "iterates": "todas las iteraciones, desde el punto inicial",
    "runs": "todas las iteraciones de cada corrida", "table": "la tabla de t, punto, valor y norma", "number": "un número", "points": "un conjunto de puntos, en cualquier orden", "limits": "el límite de cada corrida",
    "step-size": "una tasa de aprendizaje con el comportamiento pedido", "figure": "las curvas de nivel y sobre ellas la trayectoria", "text": "tus propias palabras", "array": "un arreglo", "function": "una función, probada con datos ocultos", "custom": "lo que dice el enunciado",
}  # fmt: skip

HEADINGS = {
    "found": "Dónde se encontró", "measured": "Qué se midió", "allowed": "Qué se permite", "bound": "De dónde sale la cota",
    "proved": "Qué se demostró", "proof": "Cómo se demostró", "program": "Qué hace un programa", "decided": "Qué decidió", "cause": "Por qué esta causa",
    "points": "De dónde salen los puntos", "sources": "Fuentes",
}  # fmt: skip

SENTENCES: dict[str, str | tuple[str, ...]] = {
    "found-variable": ("En la variable `{name}`, leída como: {read}.", "En la variable `{name}`."),
    "found-function": ("En la función `{name}`, llamada con {read}.", "En la función `{name}`."),
    "found-called": ("En lo que devuelve la función `{name}` al llamarla de nuevo con lo que se pide, leído como: {read}.", "En lo que devuelve la función `{name}`."),
    "found-gradient-calls": ("En los puntos donde se evalúa el gradiente mientras ese código corre de nuevo (`{name}`), en su orden.",),
    "found-printed": ("En el texto que imprimió la {name}, leído como: {read}.", "En el texto que imprimió la {name}."),
    "found-written": ("En lo que escribiste en la {name}, leído como: {read}.", "En lo que escribiste en la {name}."),
    "found-figure": ("En la figura que dibuja la {read}.", "En una figura."),
    "run": "En la corrida desde {start}:",
    "hidden-run": "Con una función, un punto inicial y una tasa que se sortearon cuando tu notebook ya había corrido:",
    # Una trayectoria.
    "nearest": "De todas tus filas, esta es la que más se acerca a su cota:",
    "trace-measured": "en t = {t} tu {component} está a {measured} de la iteración exacta.",
    "exact-measured": "en t = {t} tu {component} es exactamente el valor esperado.",
    "step-measured": ("en t = {t} tu {component} está a {measured} de donde lleva un paso desde tu propia fila t = {before}.", "en t = {t} tu {component} está a {measured} de donde lleva un paso."),
    "not-finite": "en t = {t} tu {component} no es un número finito, así que no hay distancia que medir.",
    "trace-allowed-program": (
        "A lo más {bound}: lo que cualquier programa correcto puede haberse apartado para entonces de la iteración exacta. La media unidad del último dígito que muestras ahí, {half}, apenas añade algo.",
        "A lo más {bound}: lo que cualquier programa correcto puede haberse apartado para entonces de la iteración exacta.",
    ),
    "trace-allowed-digits": (
        "A lo más {bound}: media unidad del último dígito que muestras ahí ({decimals} decimales). Lo que cualquier programa correcto puede haberse apartado para entonces de la iteración exacta, {radius}, apenas añade algo.",
        "A lo más {bound}: media unidad del último dígito que muestras ahí.",
    ),
    "step-allowed-program": (
        "A lo más {bound}: lo que puede apartarse la fila siguiente de un programa correcto que parte de tu fila tal como la muestras. La media unidad del último dígito que muestras ahí, {half}, apenas añade algo.",
        "A lo más {bound}: lo que puede apartarse la fila siguiente de un programa correcto que parte de tu fila tal como la muestras.",
    ),
    "step-allowed-digits": (
        "A lo más {bound}: media unidad del último dígito que muestras ahí ({decimals} decimales). Lo que puede apartarse la fila siguiente de un programa correcto que parte de la tuya, {radius}, apenas añade algo.",
        "A lo más {bound}: media unidad del último dígito que muestras ahí.",
    ),
    "trace-allowed": (
        "A lo más {bound}. Son {radius}, lo que cualquier programa correcto puede haberse apartado para entonces de la iteración exacta, más {half}, media unidad del último dígito que muestras ahí ({decimals} decimales).",
        "A lo más {bound}. Son {radius}, lo que cualquier programa correcto puede haberse apartado para entonces de la iteración exacta, más {half}, media unidad del último dígito que muestras ahí.",
        "A lo más {bound}: lo que cualquier programa correcto puede haberse apartado para entonces de la iteración exacta.",
    ),
    "step-allowed": (
        "A lo más {bound}. Son {radius}, lo que puede apartarse la fila siguiente de un programa correcto que parte de tu fila tal como la muestras, más {half}, media unidad del último dígito que muestras ahí ({decimals} decimales).",
        "A lo más {bound}. Son {radius}, lo que puede apartarse la fila siguiente de un programa correcto que parte de tu fila tal como la muestras, más {half}, media unidad del último dígito que muestras ahí.",
        "A lo más {bound}: lo que puede apartarse la fila siguiente de un programa correcto que parte de tu fila tal como la muestras.",
    ),
    "inside": "Lo tuyo queda dentro.",
    "outside": "Lo tuyo es mayor.",
    "cut-off": "Lo tuyo es mayor y aun así es correcto: tus números están cortados en vez de redondeados, todos del mismo modo, y entonces se admite hacia un lado una unidad entera del último dígito.",
    "by-a-hair": "Aquí los dos números parecen iguales porque se abrevian a dos dígitos; se compararon completos, y el tuyo no pasa.",
    "by-digits": "Lo tuyo está más lejos y aun así es correcto: es el valor exacto, redondeado o cortado en los dígitos que muestras.",
    "covers": (
        "La cota vale para cualquier programa que calcule θ − η∇J(θ) en {format} con a lo más {operations} operaciones redondeadas por componente, cada una con un error relativo de a lo más {unit_roundoff}. La fórmula puede escribirse y ordenarse como sea, mientras sus sumas parciales no pasen de la suma de los valores absolutos de sus términos.",
        "La cota es {formula}.",
        "De ella, el documento solo da el valor.",
    ),
    "difference-central": ("El gradiente puede ser una diferencia central de paso h = {h}.", "El gradiente puede ser una diferencia central."),
    "difference-forward": ("El gradiente puede ser una diferencia hacia adelante de paso h = {h}.", "El gradiente puede ser una diferencia hacia adelante."),
    "trace-how": "El error de cada paso se arrastra por los siguientes con el jacobiano del mapa (método de Lohner, en aritmética de bolas: nada se muestrea).",
    "step-how": "El redondeo de un paso se acota igual, y la media unidad de cada dígito de tu fila anterior se arrastra por él.",
    "trace-horizon": ("Hasta t = {horizon} todos esos programas coinciden con diferencias de a lo más {agreement} (el horizonte), así que se compara la iteración misma.", "Ahí todos esos programas coinciden todavía, así que se compara la iteración misma."),
    "step-horizon": (
        "Todos esos programas coinciden, con diferencias de a lo más {agreement}, solo hasta t = {horizon} (el horizonte). Después, dos programas correctos pueden diferir y la iteración misma ya no prueba nada: se juzga solo el paso desde tu propia fila t = {before}, y un error anterior no cuenta otra vez.",
        "Tan tarde en la corrida, dos programas correctos pueden diferir, así que se juzga solo el paso desde tu propia fila anterior.",
    ),
    # Un gradiente.
    "gradient-measured": ("En el punto oculto {point} tu ∂/∂{component} está a {measured} de la derivada exacta. Se sortearon {points} de esos puntos cuando tu notebook ya había corrido.", "En el punto oculto {point} tu ∂/∂{component} está a {measured} de la derivada exacta.", "Tu ∂/∂{component} está a {measured} de la derivada exacta."),
    "gradient-nearest": ("Tu función se llamó en {points} puntos ocultos, sorteados cuando tu notebook ya había corrido. El valor que más se acerca a su cota es ∂/∂{component} en {point}: está a {measured} de la derivada exacta.", "El valor que más se acerca a su cota es ∂/∂{component} en {point}: está a {measured} de la derivada exacta."),
    "gradient-not-finite": "En el punto oculto {point} tu ∂/∂{component} no es un número finito.",
    "gradient-allowed": "A lo más {bound}.",
    "gradient-bound": ("Cualquier fórmula con a lo más {operations} operaciones redondeadas queda por debajo, aun en precisión simple, donde cada una tiene un error relativo de a lo más {unit_roundoff}: la cota es {operations} veces eso, por uno más la suma de los valores absolutos de los términos de la derivada en el punto.", "Cualquier fórmula honesta queda por debajo, aun en precisión simple."),
    # Una tabla.
    "cell-measured": "En t = {t} tu columna {column} está a {measured} del valor exacto.",
    "cell-nearest": "La celda más alejada de su valor exacto es la de la columna {column} en t = {t}: está a {measured}.",
    "cell-not-finite": "En t = {t} tu columna {column} no tiene un número finito.",
    "cell-allowed": ("A lo más {bound}, media unidad del último dígito que se juzga ({digits} decimales).", "A lo más {bound}, media unidad del último dígito que se juzga."),
    "cell-bound": "Una columna se juzga con los decimales que muestra, nunca con más de los que pide la tarea. Vale redondear, cortar o redondear hacia abajo, de un solo modo en toda la columna; si se corta, se admite hacia un lado una unidad entera.",
    # Números.
    "norm-measured": ("En tu t = {t} la norma del gradiente es {measured}; un paso antes es {earlier}.", "En tu t = {t} la norma del gradiente es {measured}."),
    "norm-allowed": "Se pide el primer t en que la norma es a lo más {bound}.",
    "norm-right": "Ahí ya es bastante pequeña, y antes nunca lo fue.",
    "norm-large": "Ahí todavía es demasiado grande.",
    "norm-late": "Ahí es bastante pequeña, pero un paso antes ya lo era: el tuyo no es el primero.",
    "norm-bound": "La corrida se calculó desde el punto inicial del enunciado y las normas se compararon completas; aquí se abrevian a dos dígitos.",
    "threshold-measured": ("Tu respuesta, {given}, está a {measured} de 2/λmax.", "Tu respuesta está a {measured} de 2/λmax."),
    "threshold-exact": ("Tu respuesta, {given}, es 2/λmax hasta el último dígito.", "Tu respuesta es 2/λmax hasta el último dígito."),
    "threshold-allowed": "A lo más {bound}, la tolerancia de la tarea; o bien el valor exacto redondeado o cortado, si se muestran al menos tres cifras significativas.",
    "threshold-bound": "λmax es el mayor valor propio de la hessiana de la función, hallado de forma exacta. Cada paso multiplica por 1 − ηλ la parte del gradiente que corresponde al valor propio λ; todo punto inicial converge mientras esos factores estén entre −1 y 1, es decir, mientras η < 2/λmax.",
    "number-measured": ("Tu respuesta, {given}, está a {measured} del valor pedido.", "Tu respuesta está a {measured} del valor pedido."),
    "number-exact": ("Tu respuesta, {given}, es exactamente el valor pedido.", "Tu respuesta es exactamente el valor pedido."),
    "number-allowed": "A lo más {bound}.",
    # Puntos y límites.
    "limit-measured": "Tu límite para el punto inicial {start} está a {measured}, en su peor coordenada, del límite que se demostró; se permite a lo más {bound}.",
    "point-measured": "En su peor coordenada, tu punto {point} está a {measured} del {asked} más cercano.",
    "point-nearest": "De tus puntos, el más alejado de su {asked} es {point}: está a {measured} en su peor coordenada.",
    "point-allowed": "A lo más {bound} en cada coordenada, la tolerancia de la tarea.",
    "point-bound": "Los puntos pedidos resuelven ∇J = 0. De cada uno se demostró que existe dentro de una caja diminuta (operador de Krawczyk), y de qué tipo es se sigue de los signos de los valores propios de la hessiana allí.",
    # Lo demás.
    "other-measured": "{quantity}: {measured}.",
    "other-allowed": ("A lo más {bound}: {name}.", "A lo más {bound}."),
    "formula": "La cota es {formula}.",
    # Certificados.
    "run-of": ("La corrida desde {start} con η = {eta}:", "La corrida desde {start}:", "La corrida:"),
    "diverges": (
        "en t = {t} está en {point}, a una distancia {norm} del origen. Más allá de la distancia {radius}, cada paso la hace al menos un {percent} % mayor, así que la corrida escapa al infinito.",
        "en t = {t} su distancia al origen es {norm}. Más allá de {radius}, cada paso la hace al menos un {percent} % mayor, así que la corrida escapa al infinito.",
        "escapa al infinito.",
    ),
    "diverges-how": "El radio sale de los términos de mayor grado de la función: más allá de él pesan más que todos los otros, y η‖∇J‖ basta para lanzar el punto más lejos. Sus valores mínimo y máximo se acotaron en toda la circunferencia o esfera unitaria, sin muestrear, y las iteraciones se encerraron en aritmética de bolas.",
    "diverges-along": (
        "en t = {t} su componente a lo largo de la dirección {axis} (valor propio {eigenvalue}) es {norm}. Más allá de {radius}, cada paso hace esa componente al menos un {percent} % mayor, así que la corrida escapa al infinito.",
        "en t = {t} su componente a lo largo de una dirección es {norm}. Más allá de {radius}, cada paso la hace al menos un {percent} % mayor, así que la corrida escapa al infinito.",
        "escapa al infinito a lo largo de una dirección.",
    ),
    "diverges-along-how": "La función es una cuadrática más una parte cuyo gradiente queda acotado. A lo largo de un vector propio de la cuadrática, un paso multiplica por 1 − ηλ, que aquí en tamaño es mayor que 1, y bastante lejos la parte acotada ya no puede compensarlo.",
    "quadratic-diverges": (
        "la parte del gradiente que corresponde al valor propio λ = {eigenvalue} se multiplica en cada paso por |1 − ηλ| = {factor}, así que crece sin fin. Todo punto inicial converge solo mientras η < 2/λmax = {threshold}.",
        "la parte del gradiente que corresponde al valor propio λ = {eigenvalue} se multiplica en cada paso por |1 − ηλ| = {factor}, así que crece sin fin.",
        "crece sin fin.",
    ),
    "quadratic-converges": (
        "de las partes del gradiente que intervienen, la más lenta corresponde al valor propio λ = {eigenvalue} y se multiplica en cada paso por |1 − ηλ| = {factor}. Eso es menor que 1, así que la corrida converge a {limit}. Todo punto inicial converge mientras η < 2/λmax = {threshold}.",
        "de las partes del gradiente que intervienen, la más lenta corresponde al valor propio λ = {eigenvalue} y se multiplica en cada paso por |1 − ηλ| = {factor}. Eso es menor que 1, así que la corrida converge a {limit}.",
        "la parte más lenta del gradiente, la del valor propio λ = {eigenvalue}, se multiplica en cada paso por |1 − ηλ| = {factor}. Eso es menor que 1, así que la corrida converge.",
        "cada paso hace menores todas las partes del gradiente, así que converge a {limit}.",
        "cada paso hace menores todas las partes del gradiente, así que converge.",
    ),
    "quadratic-cycle": (
        "para el valor propio λ = {eigenvalue} el producto ηλ es exactamente 2, así que esa parte del gradiente cambia de signo en cada paso y nunca de tamaño: al final la corrida salta entre dos puntos. El umbral 2/λmax es {threshold}.",
        "para el valor propio λ = {eigenvalue} el producto ηλ es exactamente 2, así que esa parte del gradiente cambia de signo en cada paso y nunca de tamaño: al final la corrida salta entre dos puntos.",
        "al final salta entre dos puntos.",
    ),
    "quadratic-drifts": "en una dirección la pendiente no cambia nunca (el valor propio es 0), así que cada paso avanza lo mismo y la corrida se va al infinito.",
    "quadratic-diverges-how": "En una cuadrática, el gradiente después de t pasos es (I − ηH)ᵗ por el primero, con H la hessiana. Qué valores propios intervienen se decidió en aritmética racional exacta.",
    "quadratic-converges-how": "En una cuadrática, el gradiente después de t pasos es (I − ηH)ᵗ por el primero, con H la hessiana. Qué valores propios intervienen se decidió en aritmética racional exacta.",
    "quadratic-cycle-how": "En una cuadrática, el gradiente después de t pasos es (I − ηH)ᵗ por el primero, con H la hessiana. Qué valores propios intervienen, y que ηλ = 2, se decidió en aritmética racional exacta.",
    "quadratic-drifts-how": "En una cuadrática, el gradiente después de t pasos es (I − ηH)ᵗ por el primero, con H la hessiana. Qué valores propios intervienen se decidió en aritmética racional exacta.",
    "converges": (
        "en t = {t} está en la bola de radio {ball} alrededor de {centre}. Allí cada paso acerca dos puntos cualesquiera, a lo más a {contraction} de su distancia, así que la corrida ya no sale de la bola y converge a {centre}.",
        "en t = {t} está en una bola donde cada paso acerca dos puntos cualesquiera, a lo más a {contraction} de su distancia, así que la corrida ya no sale de ella y converge a un punto.",
        "converge a {limit}.",
        "converge.",
    ),
    "converges-how": "Las iteraciones, la bola y el jacobiano del mapa en toda ella se encerraron en aritmética de bolas. Un mapa que lleva una bola dentro de sí misma y acerca sus puntos tiene en ella exactamente un punto fijo, y toda corrida que está en la bola tiende a él (Banach).",
    "stationary": ("el gradiente es exactamente cero en el punto inicial, así que se queda en {limit} para siempre.", "el gradiente es exactamente cero en el punto inicial, así que se queda ahí para siempre."),
    "descends": ("desde t = {t} cada paso baja, porque η es menor que 2/L en una bola de la que la corrida no puede salir, donde L acota la curvatura. Así que converge a un punto estacionario; a cuál, no se demostró.", "cada paso baja, así que converge a un punto estacionario; a cuál, no se demostró."),
    "descends-how": "De donde no puede salir es del conjunto en que J no supera su valor en esa iteración; el gradiente y la curvatura se acotaron en una bola que lo contiene entero, sin muestrear.",
    "cycle": (
        "en t = {t} está en {point}, dentro de una bola de radio {ball} alrededor de {centre}. Cada {period} pasos los puntos de esa bola vuelven a ella y quedan más cerca unos de otros, a lo más a {contraction} de la distancia anterior. Así que la corrida nunca se asienta: se acerca al ciclo de estos {period} puntos: {cycle}.",
        "en t = {t} está en una bola cuyos puntos, cada {period} pasos, vuelven a ella y quedan más cerca unos de otros, a lo más a {contraction} de la distancia anterior. Así que la corrida se acerca a un ciclo de {period} puntos y nunca se asienta.",
        "se acerca a un ciclo de {period} puntos y nunca se asienta.",
        "se acerca a un ciclo y nunca se asienta.",
    ),
    "cycle-how": "La bola se mide en los vectores propios del jacobiano del mapa a lo largo del ciclo. Ella, y el jacobiano en toda ella, se encerraron en aritmética de bolas; un periodo menor es imposible, porque las cajas intermedias no se tocan.",
    "undecided": (
        "no se pudo demostrar nada. {stopped} Lo que faltó: {missing}.",
        "no se pudo demostrar nada. {stopped}",
        "no se pudo demostrar nada. Lo que faltó: {missing}.",
        "no se pudo demostrar nada: {reason}.",
        "no se pudo demostrar nada.",
    ),
    "stopped-work": ("El trabajo que el grader se permite ({budget} unidades) se agotó en la iteración {iterations}, con {precision} bits.", "El trabajo que el grader se permite se agotó."),
    "stopped-iterations": ("Se siguieron {iterations} iteraciones.", "Se siguieron las iteraciones que el grader se permite."),
    "stopped-precision": ("Después de la iteración {iterations} la corrida es demasiado sensible aun para {precision} bits.", "La corrida es demasiado sensible para la aritmética del grader."),
    "stopped-not-enclosed": ("En la iteración {next} el gradiente no está definido o no se puede encerrar.", "El gradiente no está definido, o no se puede encerrar, donde llega la corrida."),
    "stopped-no-enclosure": "El gradiente, o una derivada suya, no se puede encerrar.",
    "stopped-overflow": ("La iteración {iterations} es tan grande como {largest}, y nada demuestra que la corrida no vuelva.", "Las iteraciones se hacen muy grandes, y nada demuestra que la corrida no vuelva."),
    "stopped-step-size-not-positive": "La tasa de aprendizaje no es positiva.",
    "robust-yes": "No solo la aritmética exacta: todo programa en float64 con a lo más 16 operaciones redondeadas por componente hace lo mismo, porque con sus redondeos la demostración sigue valiendo.",
    "robust-no": "La demostración habla de aritmética exacta. Que todo programa en float64 haga lo mismo no se demostró, así que los redondeos de un programa podrían llevar a otra parte.",
    "robust-unknown": "La demostración habla de aritmética exacta. Si todo programa en float64 hace lo mismo no se examinó.",
    "of-runs": "Para {n} de las {all} corridas: {text}",
    # Por qué esta causa.
    "why-replay": ("Repetida desde el punto inicial, la cuenta que resulta de {cause} da tus {rows} filas en los dígitos que muestras.", "Repetida desde el punto inicial, la cuenta que resulta de {cause} da tus filas en los dígitos que muestras."),
    "why-off-by-one": "{cause}: comparadas así, coinciden con las iteraciones exactas.",
    "why-wrong-start": "{cause}.",
    "why-start-mutated": "{cause}.",
    "why-swapped-components": "{cause}.",
    "why-aliasing": "{cause}.",
    "no-alternative": "De las causas que prueba el grader, no se halló otra que encaje.",
    "alternative": "Con esos dígitos encaja también otra causa: {others}.",
    "alternatives": "Con esos dígitos encajan también otras causas: {others}.",
    "aliased-of": "El único punto que queda muestra un segundo error: {others}.",
    "own-start": "Se repitió desde tu propia primera fila, que no es el punto inicial pedido.",
}  # fmt: skip

#: Una causa sistemática como parte de una frase.
CAUSES: dict[str, str | tuple[str, ...]] = {
    "sequential-update": "calcular cada componente con las ya actualizadas en el mismo paso",
    "ascent": "sumar η∇J en vez de restarlo",
    "missing-step-size": "restar el gradiente entero, sin η,",
    "wrong-step-size": ("descender con η = {eta}", "descender con otra η"),
    "wrong-gradient": ("no mover nunca {frozen}", "usar un gradiente con {given_term} donde va {term}", "usar un gradiente con otra componente {component}", "usar otro gradiente"),
    "rounding-in-update": ("redondear cada punto a {digits} decimales antes del paso siguiente", "redondear cada punto antes del paso siguiente"),
    "integer-arithmetic": "guardar los puntos como enteros",
    "momentum": ("añadir impulso (factor {factor})", "añadir impulso"),
    "normalised-gradient": ("recortar el gradiente a una norma de {norm_limit}", "recortar cada componente del gradiente a ±{limit}", "dividir el gradiente entre su propio tamaño"),
    "decaying-step-size": ("usar una tasa de aprendizaje que se encoge (factor {factor})", "usar una tasa de aprendizaje que se encoge"),
    "coarse-differences": ("usar una diferencia finita de paso {h}", "usar una diferencia finita gruesa"),
    "swapped-components": "Con x e y intercambiadas, tus filas son las iteraciones exactas",
    "wrong-start": "Desde tu propia primera fila todos los pasos son correctos: solo el punto inicial es otro",
    "start-mutated": "La corrida empieza donde terminó una anterior, y desde ahí todos los pasos son correctos: el punto inicial se modificó sin copiarlo",
    "off-by-one": "Tus filas están corridas un lugar",
    "aliasing": "Todas tus filas son un mismo objeto en memoria, así que todas muestran el último punto que se escribió en él",
}  # fmt: skip

#: Qué decidió donde no se repite nada: código, o tipo.código.
WHY: dict[str, str | tuple[str, ...]] = {
    "ok": "Está todo lo pedido y es correcto; no hay un solo número que lo muestre.",
    "iterates.ok": "Cada fila queda dentro de su cota.",
    "runs.ok": "Cada fila de cada corrida queda dentro de su cota.",
    "descent.ok": "La función se llamó con funciones, puntos iniciales y tasas que se sortearon cuando el notebook ya había corrido, y cada fila que devolvió queda dentro de su cota.",
    "gradient.ok": "En todos los puntos ocultos los valores coinciden con el gradiente exacto.",
    "table.ok": ("Las {cells} celdas son correctas en los dígitos que se juzgan.", "Todas las celdas son correctas en los dígitos que se juzgan."),
    "points.ok": "Está cada punto pedido, y ningún otro.",
    "limits.ok": "Cada límite es el que se demostró.",
    "figure.ok": "En lo dibujado se encontraron curvas de nivel de la función y, sobre ellas, una trayectoria por los puntos correctos.",
    "short": ("Las filas que hay son correctas: {rows} de las {asked} pedidas.", "Las filas que hay son correctas."),
    "last-missing": ("Las {rows} filas que hay son correctas; falta solo la última.", "Las filas que hay son correctas; falta la última."),
    "too-many-rows": ("Las {asked} filas pedidas son correctas; después vienen más.", "Las filas pedidas son correctas; después vienen más."),
    "table.short": ("De las {cells} celdas pedidas, {right} son correctas; no hay fila para t = {missing}.", "Faltan filas."),
    "points.short": ("Se encontraron {rows} de los {asked} puntos, y ninguno equivocado.", "Faltan puntos."),
    "figure.short": "Lo dibujado se leyó como datos, no como imagen; una parte de lo pedido no está.",
    "slip": ("El paso hacia t = {slips} está mal, y todos los demás se siguen de la fila anterior: es el desliz de un paso suelto, no un error de método.", "Hay pasos sueltos mal, y todos los demás se siguen de la fila anterior."),
    "squared-norm": "La columna entera tiene los cuadrados de las normas correctas.",
    "stale-column": "La columna entera es correcta para otra fila: un paso antes o después.",
    "swapped-columns": "La columna entera tiene lo que corresponde a otra.",
    "wrong-quantity": ("La columna entera es {quantity}, con las filas corridas {lag}.", "La columna entera es {quantity}.", "La columna entera tiene otra cantidad."),
    "keeps-state": "Llamada dos veces con los mismos argumentos, la segunda vez devolvió otra cosa.",
    "found-elsewhere": "Es correcto, y está donde esta tarea da solo una parte de los puntos.",
    "slide-values": ("En las filas t = {copied}, el valor y la norma son los números impresos en la diapositiva.", "El valor y la norma son los números impresos en la diapositiva."),
    "hard-coded": "La corrida publicada sale bien, y ninguna de las que se sortearon cuando el notebook ya había corrido.",
    "carried-forward": "No es el valor correcto, pero es el que se sigue de tu propia respuesta anterior.",
    "table.carried-forward": "Las celdas se recalcularon con tu propia trayectoria y tu propio gradiente, y las equivocadas se siguen de ellos.",
    "figure.carried-forward": "La trayectoria dibujada pasa por tus propias filas, y no por todas las correctas.",
    "limits.carried-forward": "Lo que das es la última fila de tu propia corrida, que aún no había llegado.",
    "not-finite": "Hay valores que no son números finitos, y en ellos no se puede medir nada.",
    "absent": ("Cuando el notebook terminó, {empty} no tenía valor, y no había nada con otro nombre que la tarea acepte.", "Cuando el notebook terminó no había nada llamado {name}, ni nada con otro nombre que la tarea acepte.", "Cuando el notebook terminó, no estaba."),
    "figure.absent": "No se dibujó ninguna figura que pudiera compararse, o falta aquello con lo que se compara.",
    "wrong-shape": "Lo encontrado tiene otra forma que la pedida, así que no hay con qué compararlo.",
    "wrong-value": ("Son correctas {right} de {cells} partes.", "De lo pedido es correcto {rows} de {asked}.", "El valor queda fuera de lo permitido, y ninguna causa que conozcamos lo explica."),
    "number.wrong-value": "El valor queda fuera de lo permitido.",
    "number.inverse": "Tu respuesta es la mitad de 2/λmax, es decir 1/λmax: con esa η la parte más empinada del gradiente desaparece en un paso, pero otras mayores todavía convergen.",
    "number.too-few-digits": "Tu respuesta es el valor exacto redondeado o cortado en los dígitos que muestras, pero con tan pocos otros valores se mostrarían igual.",
    "runs.outside": "Primero se juzga la tasa: la η que declaras está fuera del intervalo que permite la tarea.",
    "step-size.wrong-value": "Una tasa de aprendizaje debe ser un número positivo; con cualquier otra cosa no hay corrida que juzgar.",
    "points.wrong-value": ("De los {asked} puntos pedidos están {rows}; puntos que no son ninguno de ellos: {k}.", "Hay un punto que no es ninguno de los pedidos."),
    "limits.wrong-value": ("Límites correctos: {rows} de {asked}.", "Hay un límite que no es el que se demostró."),
    "wrong-class": "Lo que se demostró de la corrida no es lo que se pedía de ella.",
    "too-few-digits": ("Con {digits} decimales, un valor correcto y uno equivocado se ven igual.", "Con tan pocos dígitos, un valor correcto y uno equivocado se ven igual."),
    "unexplained": "Ninguno de los errores que conocemos, repetido desde tu punto inicial, da tus filas, y los pasos equivocados no son deslices sueltos. Así que solo se puede señalar la primera fila equivocada.",
    "gradient.wrong-gradient": ("Con solo cambiar el término {given_term} por {term}, la componente {component} es correcta en todos los puntos ocultos.", "La componente {component} está mal, y ningún cambio de un solo término la corrige en todos los puntos ocultos.", "Hay valores equivocados en puntos ocultos, y ningún cambio de un solo término los corrige."),
    "gradient.ascent": "En todos los puntos ocultos tus valores son los del gradiente con el signo contrario.",
    "gradient.swapped-components": "En todos los puntos ocultos tus componentes son las correctas, en el orden contrario.",
    "gradient.coarse-differences": ("En todos los puntos ocultos el error es el de una diferencia finita de paso {h}.", "El error es el de una diferencia finita gruesa."),
    "number.off-by-one": "El valor correcto se desvía del tuyo en uno.",
    "not-run": "El notebook no llegó hasta aquí, así que no se pudo preguntar.",
    "for-a-person": "Es texto libre: el grader no lo juzga.",
    "cannot-certify": "El grader no pudo demostrar ni que es correcto ni que no lo es; es un límite del grader, no de la respuesta.",
    "cannot-call": ("No se pudo llamar a la función: {message}", "No se pudo llamar a la función."),
    "cannot-read": "La respuesta está, en una forma que el grader no sabe leer.",
    "unidentified": ("Una respuesta con otro nombre se reconoce por sus palabras y su forma, nunca por ser correcta. Aquí dejan abierto si se trata de {candidates}, y no sería correcta en todos los casos.", "Las palabras y la forma no dicen qué valor quiere ser la respuesta."),
    "unrepeatable": (
        "Las mismas celdas se ejecutaron dos veces en las mismas condiciones, y esta pregunta valió {once} y luego {again}. Ninguna de las dos es más correcta que la otra.",
        "Las mismas celdas se ejecutaron dos veces en las mismas condiciones, y esta pregunta valió algo distinto cada vez.",
    ),
    "sandbox-fault": "Falló el propio aislamiento del grader; no se juzgó nada.",
    "unknown": "Este hallazgo viene de una comprobación que no dice más que su código.",
}  # fmt: skip

POINTS: dict[str, str | tuple[str, ...]] = {
    "none": "Esta comprobación no lleva puntos.",
    "passed": "Correcto: {points} de {maximum}.",
    "undecided": "Por ahora, 0 de {maximum}: decide una persona.",
    "skipped": "Por ahora, 0 de {maximum}: no se preguntó, y decide una persona.",
    "nothing": "No hay nada que juzgar: 0 de {maximum}.",
    "systematic": "Una sola causa sistemática gana {share} de {maximum}, es decir {points}, se muestren los dígitos que se muestren.",
    "systematic-short": ("{points} de {maximum}. Una sola causa sistemática gana una parte fija (½ si la tarea no fija otra), en proporción a las filas que hay ({rows} de {asked}); las filas que no prueban nada, porque ningún paso es bastante largo para verse, ganan menos.", "{points} de {maximum}. Una sola causa sistemática gana una parte fija, ½ si la tarea no fija otra; las filas que no prueban nada ganan menos."),
    "degenerate": "0 de {maximum}. La causa queda dicha, pero las filas mismas no prueban nada: después del punto inicial ningún paso correcto es bastante largo para distinguirlo de quedarse quieto, y aquí solo esos ganan algo.",
    "unexplained": "{points} de {maximum}. Donde ninguna causa explica las filas, cuentan los pasos correctos anteriores al primero equivocado, si son bastante largos para verse, hasta ¼ de los puntos.",
    "not-finite": "{points} de {maximum}. Cuentan los pasos correctos anteriores al primero equivocado, si son bastante largos para verse, hasta ¼ de los puntos.",
    "too-few-digits": "{points} de {maximum}. Con tan pocos dígitos cuentan solo los pasos bastante largos para verse, hasta ¼ de los puntos.",
    "short": ("De los {steps} pasos pedidos hay {right_steps}, todos correctos: {right_steps}/{steps} de {maximum} son {points}.", "{points} de {maximum}, en proporción a las filas que hay."),
    "last-missing": ("De los {steps} pasos pedidos hay {right_steps}, todos correctos: {right_steps}/{steps} de {maximum} son {points}.", "{points} de {maximum}, en proporción a las filas que hay."),
    "too-many-rows": "{points} de {maximum}: las filas de más cuestan una pequeña parte.",
    "slip": ("Cada desliz cuesta lo que vale un paso: {slipped} de {steps} pasos, así que quedan {points} de {maximum}.", "Cada desliz cuesta lo que vale un paso, así que quedan {points} de {maximum}."),
    "runs": ("Cada corrida gana una parte igual de {maximum}; {runs_wrong} de ellas perdieron algo. Una corrida con una sola causa sistemática conserva la mitad (si la tarea no fija otra parte), una correcta hasta donde llega conserva lo de sus pasos correctos, y las filas que no prueban nada no conservan nada. En total: {points}.", "Cada corrida gana una parte igual de {maximum}. Con una tasa fuera de lo que permite la tarea, o con una sola causa sistemática, conserva la mitad (si la tarea no fija otra parte). En total: {points}."),
    "descent": "Cada uno de los datos ocultos gana una parte igual de {maximum}; una sola causa sistemática conserva la mitad de ella (si la tarea no fija otra parte), y lo que nada explica no conserva nada. En total: {points}.",
    "descent.hard-coded": "Solo la corrida publicada es correcta, y eso gana {share} de {maximum}: {points}.",
    "gradient": "Un gradiente es correcto en todos los puntos o no lo es: {points} de {maximum}.",
    "gradient.coarse-differences": "Un gradiente al que solo le falla el paso grueso de su diferencia gana {share} de {maximum}: {points}.",
    "table": ("Son correctas {right} de {cells} celdas, y cada una gana 1/{cells} de {maximum}. Una celda equivocada que se sigue de tu propia trayectoria o de tu gradiente gana la mitad de eso; una copiada de la diapositiva no gana nada. En total: {points}.", "Cada celda correcta gana una parte igual de {maximum}. En total: {points}."),
    "runs.outside": "La η declarada está fuera de lo que permite la tarea, y entonces una corrida conserva a lo más la mitad de su parte igual (si la tarea no fija otra parte). En total: {points} de {maximum}.",
    "number": "{points} de {maximum}: un número es correcto o no lo es.",
    "number.too-few-digits": "Los dígitos mostrados son correctos, pero muy pocos, y eso gana {share} de {maximum}: {points}.",
    "number.carried-forward": "Lo correcto según tu propia trayectoria equivocada gana {share} de {maximum}: {points}.",
    "number.inverse": "Tu respuesta es 1/λmax, la mitad de lo que se pide, y eso gana {share} de {maximum}: {points}.",
    "points": ("Cada uno de los {asked} puntos gana una parte igual de {maximum}, y un punto que no es ninguno de ellos deja lugar para un correcto menos: {points}.", "{points} de {maximum}."),
    "limits": ("Cada punto inicial gana una parte igual de {maximum}, y la mitad de ella donde tu límite es la última fila de tu propia corrida. Correctos: {rows} de {asked}; en total: {points}.", "Cada punto inicial gana una parte igual de {maximum}. En total: {points}."),
    "step-size": ("Cada punto inicial gana una parte igual de {maximum}: correctos, {rows} de {asked}. Un ciclo donde se pedía un escape conserva la mitad de su parte; una corrida que converge, nada. En total: {points}.", "{points} de {maximum}: la corrida hace lo que se pide, o no lo hace."),
    "step-size.trace": "La mitad de {maximum} es por η y la mitad por las iteraciones, que se juzgan aparte: un error en una deja la otra como está, y una sola causa sistemática en las iteraciones conserva la mitad de su parte. En total: {points}.",
    "figure": ("{points} de {maximum}. Cada corrida dibujada gana una parte igual: entera sobre curvas de nivel de la función, la mitad sin ellas, y la mitad si es tu propia corrida equivocada.", "{points} de {maximum}."),
    "array": ("Son correctas {right} de {cells} celdas, y cada una gana una parte igual de {maximum}: {points}.", "{points} de {maximum}."),
    "function": "Una función es correcta con todos los datos ocultos o no lo es: {points} de {maximum}.",
    "other": "{points} de {maximum}, como los da la comprobación de la tarea.",
}  # fmt: skip

#: One point, several points.
WORTH = "{n} {n:punto|puntos}"
COLUMNS = {"norm": "de la norma del gradiente"}
POINTS_OF = {"minimiser": "mínimo", "maximiser": "máximo", "saddle": "punto silla", "stationary": "punto estacionario", "degenerate": "punto estacionario degenerado", "expected": "punto pedido"}  # fmt: skip

#: Nuestras propias frases en `source.as`: (patrón, lo que se dice).
READ_AS = [
    (r"^coordinates$", "un argumento por coordenada"), (r"^vector$", "un solo vector"), (r"^column$", "una sola columna"), (r"^point-tuple$", "una tupla por punto"),
    (r"^point-list$", "una lista por punto"), (r"^point-dict$", "un diccionario por punto"), (r"^keywords$", "argumentos por nombre"), (r"^symbols$", "símbolos de sympy"),
    (r"^start and η$", "un punto inicial y una η"), (r"^int$", "un número entero"), (r"^float(64)?$", "un número decimal"), (r"^str$", "texto"), (r"\bη for (\d+) starts\b", r"η para \1 puntos iniciales"), (r"^fitted$", "la η de sus iteraciones"),
    (r"^sympy$", "una expresión exacta de sympy"), (r"^fraction$", "una fracción exacta"), (r"^decimal$", "un número Decimal"),
    (r"^expressions$", "expresiones"), (r"^text$", "texto"), (r"\btext of (\d+) lines\b", r"texto de \1 líneas"), (r"^cell (\d+)$", r"celda \1"),
    (r"\bDataFrame of (\d+) rows\b", r"DataFrame de \1 filas"), (r"\bSeries of\b", "Series de"), (r"\bshape (\([\d, ]*\))", r"forma \1"),
    (r", (part|item) (\d+) of an? ", r", parte \2 de: "), (r"\bcolumn ('[^']*') of a ", r"columna \1 de: "),
    (r"\blist of\b", "lista de"), (r"\btuple of\b", "tupla de"), (r"\bdict of\b", "diccionario de"), (r"\bset of\b", "conjunto de"), (r"\bgenerator of\b", "generador de"),
    (r"\btuples\b", "tuplas"), (r"\blists\b", "listas"), (r"\barrays\b", "arreglos"), (r"\barray\b", "arreglo"), (r"\bdicts\b", "diccionarios"),
    (r"\btexts\b", "textos"), (r"\bpoints\b", "puntos"), (r"\bcomplex numbers\b", "números complejos"), (r"\bnumbers\b", "números"), (r"\bvalues\b", "valores"),
    (r"\bexpressions\b", "expresiones"), (r"\bobjects\b", "objetos"), (r"^object ", "objeto "),
]  # fmt: skip

QUANTITIES = [(r"- expected\|", "− lo esperado|")]
BOUNDS = {"tolerance of the assignment": "la tolerancia de la tarea", "half a unit of the last digit judged": "media unidad del último dígito que se juzga"}  # fmt: skip

#: Frases de un certificado sin decidir: (patrón, lo que se dice).
MISSING = [
    (r"no iterate lies beyond the escape radius (\S+)", "ninguna iteración está más allá de {0}, la distancia desde la cual cada paso llevaría con seguridad más lejos"),
    (r"no iterate lies beyond the radius along a direction of escape \((.+)\)", "ninguna iteración llega, a lo largo de una dirección de escape, más allá de {0}"),
    (r"the objective is not a polynomial with a top part shown positive.*", "para esta función no se conoce una distancia desde la cual cada paso lleve más lejos"),
    (r"the objective is neither a polynomial .*", "para esta función no se conoce una distancia desde la cual cada paso lleve más lejos"),
    (r"no iterate up to (\d+) was proved to enter the attracting balls found \(periods (.+)\)", "hasta la iteración {0} no se demostró que la corrida entre en ninguna de las bolas atractoras que se hallaron (periodos {1})"),
    (r"no attracting minimiser or cycle of a period up to (\d+) was proved .*", "cerca de los lugares a los que la corrida casi vuelve no se demostró ni un mínimo atractor ni un ciclo atractor de hasta {0} puntos"),
]  # fmt: skip

#: Fuentes, tal como pueden buscarse.
SOURCES = {
    "reference/tube.py (Lohner-QR in ball arithmetic)": "método de Lohner con factores QR, en aritmética de bolas (reference/tube.py); N. Higham, Accuracy and Stability of Numerical Algorithms, §3.1",
    "reference/steps.py": "el redondeo de un paso, en aritmética de bolas (reference/steps.py); N. Higham, Accuracy and Stability of Numerical Algorithms, §3.1",
    "reference/arithmetic.py": "la clase de programas de reference/arithmetic.py; N. Higham, Accuracy and Stability of Numerical Algorithms, §3.1",
    "grader/examine/shown.py": "la lectura de los dígitos mostrados (grader/examine/shown.py)",
}  # fmt: skip

LITERATURE = {
    "diverges": "la identidad de Euler para polinomios homogéneos y la regla de los signos de Descartes (reference/escape.py)",
    "diverges-along": "vectores propios encerrados (reference/drift.py)",
    "converges": "el teorema del punto fijo de Banach; S. Rump, Verification methods, Acta Numerica 19 (2010), §13 (reference/cycle.py)",
    "cycle": "el teorema del punto fijo de Banach; S. Rump, Verification methods, Acta Numerica 19 (2010), §13 (reference/cycle.py)",
    "descends": "P.-A. Absil, R. Mahony, B. Andrews, SIAM J. Optim. 16 (2005), teorema 3.2 (reference/sublevel.py)",
    "quadratic-diverges": "R. Horn y C. Johnson, Matrix Analysis, §3.3 (reference/quadratic.py)",
    "quadratic-converges": "R. Horn y C. Johnson, Matrix Analysis, §3.3 (reference/quadratic.py)",
    "quadratic-cycle": "R. Horn y C. Johnson, Matrix Analysis, §3.3 (reference/quadratic.py)",
    "quadratic-drifts": "R. Horn y C. Johnson, Matrix Analysis, §3.3 (reference/quadratic.py)",
}  # fmt: skip

#: What a person decided.
DECIDED = {
    "heading": "Lo vio una persona",
    "changed": "Una persona decidió {points} de {maximum} puntos; antes eran {before}.",
    "given": "Una persona dio {points} de {maximum} puntos.",
    "confirmed": "Una persona revisó los puntos y los dejó en {points} de {maximum}.",
    "read": "Una persona lo leyó.",
    "waived": "Una persona perdonó lo que resta el retraso.",
    "decided": "decidido por una persona",
    "stale": "una decisión ya no se aplica: {checks}",
}

#: Qué tal fue, en una frase.
SUMMARY = {
    "right": "Todo está bien.",
    "waiting": "Lo que se puede decidir está bien; {waiting} {waiting:parte la mira|partes las mira} una persona.",
    "mend": "{right} de {asked} {asked:parte|partes} {right:está|están} bien. Empieza por «{name}»: {text}",
    "mend-all": "Ninguna de las {asked} partes está bien todavía. Empieza por «{name}»: {text}",
    "mend-one": "«{name}»: {text}",
    "nothing-ran": "No se pudo preguntar nada de este notebook.",
    "broken": "Quizá se hace en {stopped:una celda que no llegó|una de las {stopped} celdas que no llegaron} al final ({stopped:celda|celdas} {broken}): corrígela primero y ejecuta el notebook desde el principio.",
}

#: Qué muestra un dibujo, para quien no lo ve, y los nombres de lo que hay en él.
PICTURE = {
    "value": "valor",
    "norm": "norma del gradiente",
    "paths": "Curvas de nivel con {n:tu trayectoria y la de referencia|tus {n} trayectorias y las de referencia}.",
    "parted": "Se separan en t = {t}, en la corrida desde {start}: la tuya va a {yours} y la de referencia a {reference}.",
    "together": "Van juntas hasta el final.",
    "ends": "La tuya termina en {yours}.",
    "enlarged": "El paso t = {t} ampliado: el tuyo va a {yours}, el de referencia a {reference}.",
    "chart": (
        "Valor y norma del gradiente en la corrida desde {start}, hasta t = {last}, en escala logarítmica: tu norma va de {first} a {final}.",
        "Valor y norma del gradiente en la corrida desde {start}, hasta t = {last}, en escala logarítmica.",
    ),
    "proof-diverges": (
        "Con η = {eta} la corrida desde {start} diverge: sale del círculo de radio {escape_radius}, del que nadie vuelve.",
        "Con η = {eta} la corrida desde {start} diverge.",
    ),
    "proof-converges": (
        "Con η = {eta} la corrida desde {start} converge a {limit}: entra en una bola de radio {ball_radius} en la que cada paso acerca.",
        "Con η = {eta} la corrida desde {start} converge a {limit}.",
        "Con η = {eta} la corrida desde {start} converge.",
    ),
    "proof-cycle": (
        "Con η = {eta} la corrida desde {start} cae en un ciclo de periodo {period}: entra en una bola de radio {ball_radius} que la atrae.",
        "Con η = {eta} la corrida desde {start} cae en un ciclo.",
    ),
    "proof-undecided": "Con η = {eta} no se pudo demostrar qué hace la corrida desde {start}.",
    "minimiser": "{n:Una cruz marca el mínimo|Cruces marcan los {n} mínimos}.",
    "saddle": "{n:Un aspa marca el punto silla|Aspas marcan los {n} puntos silla}.",
    "maximiser": "{n:Un cuadrado marca el máximo|Cuadrados marcan los {n} máximos}.",
    "escape": "radio de escape: fuera de aquí cada paso aleja más",
    "ball": "bola de contracción: dentro de aquí cada paso acerca",
}

#: Un informe como texto, en la terminal y en un notebook.
TEXT = {
    "cell": "Celda {cell}: {name}: {text}",
    "points": "{points} de {maximum} {maximum:punto|puntos}",
    "needs-review": "Una persona debe mirar lo que lleva «?»: el grader no puede decidirlo.",
}

#: Cómo llegaron las entregas.
SYSTEMS = {
    "moodle": "la descarga de Moodle «Descargar todas las entregas»",
    "canvas": "la descarga de entregas de Canvas",
    "gradescope": "la exportación de entregas de Gradescope",
    "nbgrader": "las carpetas de nbgrader",
    "classroom": "copias por estudiante de Google Classroom",
    "plain": "archivos y carpetas con el nombre de cada estudiante",
    "list": "una lista simple",
}
INTAKE: dict[str, str | dict[str, str]] = {
    "source": "{source}: leído como {system}; estudiantes: {students}",
    "ambiguous": "{source}: {fits} de {of} notebooks se llaman como en {system}, y {example} no. Se leyó como archivos y carpetas simples; indique los demás como otra fuente",
    "encoding": "{source}: {n} nombres no dicen su codificación y se leyeron como {encoding}, por ejemplo {example}",
    "case": "Solo se distinguen por mayúsculas, y se califican aparte: {students}",
    "marked-late": "{source}: Canvas marca como tardía, sin decir cuánto, la entrega de: {students}",
    "several-assignments": "{source}: hay entregas de varias tareas ({assignments}); se toma el notebook más nuevo que corresponda",
    "aside": "{source}: {n} notebooks no son entregas de esta tarea y se dejaron aparte, por ejemplo {example}",
    "roster": "Lista {file} ({system}): {people} personas, {absent} sin entrega",
    "roster-list": "Lista {file}: {people} personas, {absent} sin entrega",
    "absent": "Sin entrega: {people}",
    "unknown": "No están en la lista: {students}",
    "several-rows": "{student} puede ser varias personas de la lista ({rows})",
    "claimed-twice": "{student} comparte persona de la lista ({rows}) con otra entrega",
    "conflict": "{student}: su número es en la lista el de otra persona ({rows})",
    "undated": "No se sabe cuándo entregaron, y no se les resta nada por retraso: {students}",
    "twins": "El mismo notebook, byte por byte: {students}",
    "late-free": "Se entregó {when}, después del plazo ({due}); no resta puntos.",
    "late": "Se entregó {when}, {days} después del plazo ({due}): se resta {share} de los puntos, de {before} a {after}.",
    "one-day": "1 día",
    "days": "{n} días",
    "by": {"roster": "según la lista", "export": "según la exportación", "files": "según la hora del archivo"},
}
#: Por qué una entrada no tiene informe propio; cada frase va tras el nombre de la entrada.
REFUSED = {
    "unopened": "no se puede abrir: {error}",
    "link": "es un enlace; los enlaces nunca se siguen",
    "too-deep": "está dentro de más de {folders} carpetas",
    "climbs-out": "se sale del archivo comprimido: su ruta es absoluta o contiene «..»",
    "nul": "lleva un carácter NUL en el nombre",
    "encrypted": "está cifrado; descomprímalo con su contraseña e indique la carpeta",
    "overwritten": "aparece otra vez más adelante en el archivo comprimido; vale el último, como al descomprimir",
    "no-file": "es un dispositivo o una tubería, no un archivo",
    "archive": "es un archivo comprimido dentro de la fuente y no se abrió; descomprímalo o indíquelo como otra fuente",
    "too-large": "ocupa más de {megabytes} MB; hay que borrar sus salidas",
    "unread": "no se puede leer: {error}",
    "damaged": "no se puede descomprimir de {archive}: {error}; descargue el archivo otra vez",
    "no-notebook": "no contiene ningún notebook (.ipynb)",
    "newer-counts": "no se calificó: {file}, del mismo estudiante, es más nuevo o se ajusta mejor al nombre {pattern}",
    "older-counts": "no se calificó: {file}, del mismo estudiante, es más antiguo o se ajusta mejor al nombre {pattern}",
    "attempt": "obtuvo {points} puntos ({folder}); vale el mejor intento, {file}, con {best}",
    "attempt-without-report": "no pudo tener informe ({folder}); vale el mejor intento, {file}, con {best}",
    "fault": "falló el grader ({error}); informe de ello, por favor",
}
#: Lo que un docente debe saber antes de subir una exportación; cada frase va tras el estudiante o el archivo del que trata.
NOTICES: dict[str, str | tuple[str, ...]] = {
    "no-class": "no tiene class.json: su calificación no terminó. Ejecute otra vez el mismo `grader batch`.",
    "incomplete": "su calificación se interrumpió: ejecute otra vez la misma orden.",
    "no-report": "no tiene informe: {reason}",
    "stale-decision": "una decisión sobre {checks} ya no se aplica: véase `grader review list`.",
    "out-of-range": "{points} de {maximum} puntos está fuera del rango: no se envía. `grader review set` lo corrige.",
    "needs-review": "espera a una persona: queda fuera. Decida con `grader review`, o envíe los puntos que hay hasta ahora con --provisional.",
    "unknown": "no está en {file}: no se envía.",
    "ambiguous": "puede ser cualquiera de {rows} (fila) en {file}: no se envía.",
    "conflict": "el número {number} es en {file} de {rows} (fila), no de {name}: no se envía. ¿Es el archivo de esta misma tarea?",
    "claimed-twice": "comparte {rows} (fila) en {file} con otro informe: no se envía.",
    "duplicate": (
        "el identificador {identifier} está dos veces en {file}: no se envía.",
        "está dos veces en {file}: no se envía.",
    ),
    "locked": "Moodle dice que esta calificación no se puede cambiar: no se envía.",
    "comment-kept": "tiene un comentario de una persona: se conserva. --replace-comments escribe el nuestro en su lugar.",
    "form": "elija en el formulario de subida: codificación {encoding}, separador {separator}.",
    "decimal": "no muestra decimales; se escribe {mark}. --decimal elige otro signo.",
    "language": "sus encabezados no están en inglés: súbalo con Moodle en el idioma en que se descargó, o Moodle lo rechaza.",
    "anonymous": "no tiene nombres, como en la calificación anónima: allí los estudiantes no ven nada hasta que usted revele sus identidades.",
    "workflow": "tiene un flujo de calificación, que una subida no mueve: los estudiantes no ven nada hasta que usted lo ponga en publicado (Released).",
    "no-comments": 'no se reconoció ninguna columna de comentarios de retroalimentación: --column comments="…" la nombra.',
    "comments-first": "Moodle pasa por alto los comentarios que están en la primera columna.",
    "clears-comments": "{n} {n:fila|filas} sin calificación nuestra {n:tiene|tienen} el comentario vacío: se borra el que se haya escrito en Moodle desde la descarga.",
    "unchanged": "{n} {n:calificación ya está|calificaciones ya están} en Moodle: no {n:la|las} contará.",
    "tick-the-box": "{n} {n:fila tiene|filas tienen} calificación y ninguna fecha que Moodle sepa leer: marque «Permitir actualizar los registros que se hayan modificado más recientemente», o se {n:pasa|pasan} por alto sin aviso.",
    "excused": "está exento en Canvas: se deja así.",
    "no-maximum": "no dice cuántos puntos vale esta tarea: compárelo usted.",
    "no-id": "{n} {n:fila no tiene|filas no tienen} ID, y Canvas {n:la|las} busca por nombre: se {n:deja|dejan} como {n:está|están}.",
}
#: Cómo llama un formulario de subida a lo que separa las columnas de un archivo.
SEPARATORS = {",": "coma", ";": "punto y coma", "\t": "tabulador", ":": "dos puntos"}
#: Lo que lee un estudiante en Gradescope cuando no hay informe.
AUTOGRADER = {
    "stopped": "El grader se detuvo antes de terminar. Entrégalo otra vez, por favor.",
    "fault": "Falló el grader ({error}); avisa a tu docente, por favor.",
    "no-notebook": "No se entregó ningún notebook (.ipynb).",
}
