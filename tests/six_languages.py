"""A resolution in the six languages of the United Nations, for the tests of the search. The texts are invented."""

from __future__ import annotations

from archive.reading.draft import DraftClause
from tests.shelf import draft, store

SYMBOL = "A/RES/91/7"
# Language → the preambular paragraph and the operative paragraphs.
CLAUSES = {
    "zh": ("回顾各国在不扩散方面的合作，", "促请所有国家销毁其武器；", "决定核查一切核裁军措施。"),
    "en": (
        "Recalling the co-operation of States in the field of non-proliferation and their States’ obligations,",
        "Urges all States to destroy their weapons and those of Côte d’Ivoire in the nuclear-weapon-free zones;",
        "Decides to verify every State’s measure of nuclear disarmament.",
    ),
    "fr": (
        "Rappelant la coopération des États dans le domaine de la non-prolifération et de la sécurité,",
        "Engage tous les États à détruire leurs armes et celles de l’Assemblée ;",
        "Décide de vérifier toutes les mesures de désarmement nucléaire.",
    ),
    "es": (
        "Recordando la cooperación de los Estados en el ámbito de la no proliferación y la seguridad,",
        "Insta a todos los Estados a que destruyan sus armas en los próximos años;",
        "Decide proceder a la verificación de todas las medidas de desarme nuclear.",
    ),
    "ru": (
        "ссылаясь на сотрудничество государств в области нераспространения и ещё одну договорённость,",
        "настоятельно призывает все государства уничтожить своё оружие;",
        "постановляет проверять все меры по ядерному разоружению.",
    ),
    "ar": (
        "إذ تشير إلى تعاون الدول في مجال عدم الانتشار وفقاً للقرار ٧٩/٤١،",
        "تحث جميع الدول على تدمير أسلحتها؛",
        "تقرر التحقق من جميع تدابير نزع السلاح النّووي في المنطقة الآمنة.",
    ),
}


def store_in_six_languages() -> None:
    for language, (preamble, *operative) in CLAUSES.items():
        clauses = [DraftClause("preambular", "pp1", "", "", preamble)]
        clauses += [DraftClause("operative", f"op{n}", f"{n}.", "", text) for n, text in enumerate(operative, 1)]
        store(draft(SYMBOL, language=language, title="", clauses=clauses))
