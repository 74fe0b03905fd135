"""El texto en español de cada hallazgo, observación y rótulo. Una tupla da alternativas: vale la primera con todos sus datos."""

from __future__ import annotations

#: código, o tipo.código donde un tipo lo dice a su manera → (qué vimos, qué probar).
FINDINGS: dict[str, tuple[str | tuple[str, ...], str | tuple[str, ...]]] = {
    "ok": ("Correcto.", ""),
    "figure.ok": ("Están las curvas de nivel y la trayectoria.", ""),
    "step-size.ok": (
        ("Correcto: con η = {eta} esta corrida es un ciclo atractor de periodo {period}.", "Correcto: η = {eta} hace lo que se pide.", "Correcto."),
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
    "wrong-start": (("La corrida no empieza donde se pidió (fila {t}).", "La corrida no empieza donde se pidió."), "Empieza en el punto que da el enunciado."),
    "off-by-one": ("Las filas están corridas en uno: la primera debe ser el propio punto inicial.", "Guarda el punto inicial antes de la primera actualización; t cuenta las actualizaciones hechas."),
    "number.off-by-one": ("Tu respuesta es {given}: se desvía en uno.", "t cuenta las actualizaciones hechas: el punto inicial es t = 0. Pregúntate a qué punto pertenece la norma."),
    "last-missing": ("Falta la última iteración: {rows} de {asked} filas, todas correctas.", "Haz una actualización más, o guarda el punto después de la última."),
    "short": (
        ("Correcto hasta donde llega: {rows} de {asked}.", "Correcto hasta donde llega, pero faltan partes: {missing}.", "Correcto hasta donde llega."),
        "Sigue hasta el final que pide el enunciado.",
    ),
    "table.short": ("Faltan filas: t = {missing}. De las celdas pedidas, {right} de {cells} son correctas.", "Añade las filas que faltan."),
    "figure.short": ("A la figura le falta: {missing}.", "Dibuja las curvas de nivel y, sobre ellas, la trayectoria."),
    "points.short": ("Están {rows} de {asked} puntos.", "Busca los que faltan: parte de otros lugares o resuelve ∇f = 0."),
    "too-many-rows": ("Hay {rows} filas donde se pedían {asked}; las pedidas son correctas.", "Detente después de la última actualización pedida."),
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
        ("En la componente {component} del gradiente está {given_term} donde va {term}.", "La componente {component} del gradiente no es la de esta función.", "El gradiente no es el de esta función."),
        "Vuelve a derivar, una variable cada vez, con la otra fija.",
    ),
    "rounding-in-update": (
        ("Cada paso parte de un punto redondeado ({digits} decimales) y el error crece; se ve por primera vez en t = {t}.", "Cada paso parte de un punto redondeado y el error crece."),
        "Redondea solo lo que muestras: conserva el número completo para el paso siguiente.",
    ),
    "integer-arithmetic": ("Los puntos se guardan como enteros y cada paso pierde sus decimales.", "Parte de números decimales: np.array([1.0, -1.0])."),
    "momentum": ("Los pasos arrastran impulso de los anteriores.", "El descenso del gradiente simple usa solo el gradiente en el punto actual."),
    "normalised-gradient": ("Cada paso se divide por la norma del gradiente.", "Usa el gradiente tal cual: su longitud es parte del método."),
    "decaying-step-size": (
        ("La tasa de aprendizaje se encoge a medida que avanza (factor {factor}).", "La tasa de aprendizaje se encoge a medida que avanza."),
        "Mantén η constante en todos los pasos.",
    ),
    "squared-norm": ("La columna ‖∇g‖ tiene el cuadrado de la norma.", "Saca la raíz cuadrada: np.linalg.norm(g)."),
    "stale-column": ("La columna {column} pertenece al punto de otra fila.", "Evalúa g y su gradiente en el punto de la misma fila."),
    "swapped-columns": ("Hay dos columnas intercambiadas.", "Ordénalas como se pide: t, x, y, g, ‖∇g‖."),
    "swapped-components": ("Las componentes x e y están intercambiadas.", "Da cada punto como (x, y) y el gradiente como (∂/∂x, ∂/∂y)."),
    "slide-values": (
        "Las filas {copied} tienen los números impresos en la diapositiva, donde dos columnas cambiaron de lugar: lo que está bajo g es la norma del gradiente un paso antes, lo que está bajo ‖∇g‖ es la propia g; y la fila llamada 48 es el punto de t = 38.",
        "Calcula g y ‖∇g‖ con tus propios puntos, en el mismo t; la pregunta sobre erratas trata justo de esto.",
    ),
    "hard-coded": ("La función devuelve la corrida publicada, reciba lo que reciba.", "Usa los argumentos: grad, start, step_size e iterations."),
    "coarse-differences": (("El gradiente es una diferencia finita de paso {h}, demasiado grueso para los dígitos pedidos.", "El gradiente es una diferencia finita demasiado gruesa."), "Deriva a mano, o usa un paso menor, como 1e-6."),
    "carried-forward": ("Correcto para tus propios números, que ya venían mal de antes.", "Corrige el primer error señalado; este se arreglará con él."),
    "limits.carried-forward": ("Son los últimos puntos de tus corridas; {rows} de {asked} son el límite.", "Da el punto al que cada corrida se acerca, no aquel donde la tuya se detuvo."),
    "table.carried-forward": ("{right} de {cells} celdas son correctas; las demás salen de tus propias iteraciones equivocadas.", "Corrige primero las iteraciones; la tabla se arreglará con ellas."),
    "not-finite": (("Los valores dejan de ser finitos desde t = {t}.", "Hay valores que no son números finitos."), "Busca un desbordamiento o una división entre cero; quizá haga falta una η menor."),
    "absent": ("No se encontró nada llamado {name}.", "Guarda tu respuesta en una variable con ese nombre y ejecuta el notebook desde el principio."),
    "figure.absent": ("No se encontró ninguna figura.", "Dibuja las curvas de nivel (plt.contour) y sobre ellas la trayectoria (plt.plot)."),
    "text.absent": ("No se encontró un texto llamado {name}; no lleva puntos.", "Escribe tu respuesta como texto en esa variable."),
    "wrong-shape": ("Lo encontrado no tiene la forma pedida.", "Compara su forma con el ejemplo del enunciado."),
    "wrong-value": (("Tu respuesta es {given}, y no es el valor pedido.", "{rows} de {asked} son correctos.", "{right} de {cells} celdas son correctas; la primera equivocada es {column} en t = {t}.", "El valor no es el pedido."), "Revisa cómo llegaste a él, y con qué función y punto inicial."),
    "number.wrong-value": (("Tu respuesta es {given}, y no es el valor pedido.", "No es el valor pedido."), "Vuelve a la definición del enunciado y compruébala con tu propia corrida."),
    "points.wrong-value": ("{rows} de {asked} puntos son correctos, y hay uno que no es ninguno de ellos.", "Comprueba cada punto: el gradiente debe anularse y la hessiana ser definida positiva."),
    "wrong-class": (
        ("Con η = {eta} la corrida desde {start} no converge, pero tampoco diverge: cae en un ciclo de periodo {period}.",
         "Con η = {eta} la corrida desde {start} converge, a {limit}.",
         "Con η = {eta} la corrida desde {start} hace otra cosa que la pedida ({kind}).",
         "La corrida hace otra cosa que la pedida."),
        "Prueba otros valores de η y mira dónde quedan los puntos después de muchos pasos.",
    ),
    "too-few-digits": (("Se muestran muy pocos dígitos para decidir: {given}.", "Se muestran muy pocos dígitos para distinguir una corrida correcta de una equivocada."), "Muestra más decimales: el enunciado dice cuántos."),
    "unexplained": (
        ("El primer valor equivocado está en t = {t}, componente {component}; ninguna causa conocida reproduce el resto.", "Los valores no son los de esta corrida y ninguna causa conocida los reproduce."),
        "Rehaz ese paso a mano: punto anterior, gradiente allí, η por el gradiente, punto nuevo.",
    ),
    "not-run": ("No se pudo preguntar: el notebook no llegó hasta aquí.", "Corrige lo que se dice arriba y entrégalo de nuevo."),
    "for-a-person": ("Tu texto está; lo lee una persona.", ""),
    "cannot-certify": ("El grader no puede decidirlo; lo verá una persona.", ""),
    "cannot-call": (("No se pudo llamar a {name}: {message}", "No se pudo llamar a la función."), "Dale los argumentos del enunciado, en ese orden. Lo verá una persona."),
    "cannot-read": (("Se encontró {name}, pero en una forma que el grader no sabe leer.", "Lo encontrado no se puede leer."), "Usa una de las formas del enunciado. Lo verá una persona."),
    "sandbox-fault": ("Falló el propio aislamiento del grader: no es culpa tuya.", ""),
}  # fmt: skip

REMARKS: dict[str, str | tuple[str, ...]] = {
    "start-mutated": "Tu función cambia el punto inicial que recibe; aun así las filas son correctas. Copiarlo antes evita sorpresas.",
    "rounding-in-update": "Cada paso está redondeado, como en el trabajo a mano; aquí se permite.",
    "single-precision": "Tus números tienen precisión simple (float32).",
    "finite-differences": "Tu gradiente es una diferencia finita de paso h = {h}; aquí es suficiente.",
    "read-as": ("Se leyó como: {note}.",),
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
    "graded": "calificado", "review": "falta una persona", "no-report": "Sin informe", "reason": "Motivo", "passed-over": "Dejado de lado", "mean": "{n} informes, {mean} puntos de media sobre {maximum}",
    "incomplete": "Esta tanda se interrumpió; la misma orden sigue desde aquí.", "stale": "de una versión anterior de la tarea", "made-by": "Hecho por pendiente {version} con el mismo documento JSON del que salen las notas.",
    "minimiser": "mínimo", "saddle": "punto silla", "maximiser": "máximo", "remarks": "Conviene saber",
}  # fmt: skip

ENDINGS = {
    "completed": "El notebook corrió hasta el final.", "cell-error": "Algunas celdas dieron error; las siguientes se ejecutaron igual.", "timed-out": "Una celda o el notebook tardó demasiado y se detuvo.",
    "output-flood": "El notebook imprimió más texto del que se guarda y se detuvo.", "out-of-memory": "El notebook necesitó más memoria de la permitida.", "killed": "El kernel terminó antes que el notebook.",
    "unreadable": "El archivo no se puede leer como notebook.", "sandbox-fault": "Falló el aislamiento del grader; no es culpa del estudiante. Hay que calificarlo otra vez.",
}  # fmt: skip

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
