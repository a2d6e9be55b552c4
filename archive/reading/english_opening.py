"""Finds the opening phrase of an English paragraph (*Recalling also*, *Reiterates its call upon*) without italic print.

The grammar has the same form as the grammar of ``archive.reading.opening``. Its words come from the phrases that the
UN's editors set in italics in the resolutions of four sessions, and from the usual verbs of resolutions:

    phrase = act [and act]                      Invites and encourages
    act    = again* verb again* [manner] again*  Also notes with appreciation
           | verb (its | the)? degree* feeling   Expresses its deep regret

A phrase begins with a capital letter. So a verb inside a sentence is no opening phrase.
"""

from __future__ import annotations

import re


def _one_of(table: str) -> str:
    """A pattern that matches one entry of a table. Longer entries come first, because they can begin with a shorter."""
    entries = (entry.strip() for entry in table.split(",") if entry.strip())
    return "(?:" + "|".join(re.escape(entry) for entry in sorted(entries, key=len, reverse=True)) + ")"


# Words that tie a paragraph to the paragraph before, and words of degree. They are before the verb or after it.
_AGAIN = _one_of("also, further, again, once again, once more, in particular, unequivocally")
_DEGREE = _one_of("""
    also, further, again, once again, strongly, deeply, gravely, firmly, fully, seriously, greatly, profoundly, highly,
    urgently, solemnly, categorically, being, ever, remaining, increasingly, earnestly, warmly, particularly,
    especially, most, extremely, unequivocally, reluctantly, hereby
""")
# Verbs that need no object: their phrase ends with the verb, or with a word of the tables above.
_VERBS = _one_of("""
    accepting, acknowledging, acting, adopting, affirming, agreeing, alarmed, anxious, appalled, appealing,
    appreciating, approving, asserting, attaching, aware, basing, bearing in mind, believing, believing it necessary,
    calling for, calling on, calling upon, celebrating, cognizant, commemorating, commending, committed, concerned,
    concluding, condemning, confident, confirming, congratulating, conscious, considering, continuing, convinced,
    deciding, declaring, deploring, desiring, desirous, determined, disappointed, dismayed, distressed, disturbed,
    emphasising, emphasizing, encouraged, encouraging, endorsing, expecting, expressing, finding, fulfilling,
    gratified, grateful, guided, having adopted, having agreed, having concluded, having considered, having decided,
    having devoted, having examined, having heard, having in mind, having met, having noted, having received,
    having regard, having reviewed, having studied, having taken, heeding, highlighting, honouring, hoping, indignant,
    inspired, inviting, keeping in mind, looking forward, marking, mindful, mourning, noting, observing, outraged,
    paying tribute, pleased, pointing out, praising, preoccupied, proceeding, proclaiming, profiting, proud,
    re-emphasizing, reaffirming, realizing, recalling, recognising, recognizing, recommending, referring, regretting,
    reiterating, rejecting, remembering, reminding, renewing, requesting, resolved, respecting, restating, saddened,
    satisfied, seeking, seized, sharing, shocked, stating, stressing, supporting, taking, taking account,
    taking into account, taking into consideration, taking note, thanking, underlining, underscoring, understanding,
    urging, viewing, welcoming, wishing,
    accepts, acknowledges, adopts, advises, affirms, agrees, appeals, appoints, appreciates, approves, asks, asserts,
    authorizes, believes, calls attention, calls for, calls on, calls upon, commends, concludes, concurs, condemns,
    confirms, congratulates, considers, considers it necessary, continues, decides, declares, defines, demands,
    denounces, deplores, designates, determines, directs, draws attention, draws the attention, elects, emphasises,
    emphasizes, encourages, endorses, entrusts, establishes, expresses, expects, extends, finds, highlights, hopes,
    instructs, intends, invites, launches, looks forward, notes, observes, offers, opposes, pays tribute, pledges,
    proclaims, proposes, re-emphasizes, reaffirms, realizes, recalls, recognises, recognizes, recommends, refers,
    regrets, reiterates, rejects, remains, reminds, renews, repeats, requests, requires, resolves, respects, restates,
    selects, shares, stresses, strongly supports, submits, supports, takes, takes into account, takes note,
     terminates, thanks, transmits, trusts, underlines, underscores, undertakes, urges, views,
    welcomes, wishes
""")
# Objects of the verbs _EXPRESSING and _RESTATING. They belong to the opening phrase.
_FEELING = _one_of("""
    alarm, anxiety, appeal, appreciation, belief, call, call for, call on, call upon, commitment, concern, condemnation,
    condolences, confidence, conviction, decision, deep concern, determination, disappointment, dismay, encouragement,
    gratitude, hope, indignation, intention, interest, invitation, need, opposition, outrage, preoccupation, readiness,
    recognition, recommendation, regret, request, resolve, satisfaction, solidarity, support, sympathy,
    thanks, view, willingness, wish
""")
_OF_FEELING = _one_of(
    "deep, deepest, great, grave, serious, strong, strongest, full, continued, continuing, firm, profound, particular, "
    "renewed, sincere, warm, unequivocal, utmost, previous, growing, increasing, unwavering, keen, heartfelt, highest"
)
_EXPRESSING = "(?:express(?:es|ing)|shar(?:es|ing)|conveys|conveying)"
_RESTATING = "(?:(?:reaffirm|renew|confirm|affirm|repeat)(?:s|ing)|(?:reiterat|re-emphasiz|restat)(?:es|ing))"
_OBJECT = rf"(?:{_OF_FEELING} ){{0,3}}{_FEELING}(?: and (?:{_OF_FEELING} ){{0,3}}{_FEELING})?"
_MANNER = rf"(?: with {_OBJECT}| in the strongest (?:possible )?terms| in (?:this|that) (?:regard|connection|context))"
_VERB = (
    rf"(?:{_EXPRESSING} (?:(?:its|the) )?{_OBJECT}|{_RESTATING} (?:its )?{_OBJECT}"
    rf"|calls once (?:again|more) upon|{_VERBS})"
)
_AFTER = rf"(?: {_AGAIN}(?: upon| on| for)?){{0,2}}{_MANNER}{{0,2}}(?: {_AGAIN}){{0,2}}"
_ACT = rf"(?:(?:{_DEGREE} ){{0,3}}{_VERB}{_AFTER})"
_PHRASE = re.compile(rf"{_ACT}(?: and {_ACT})?(?![\w-])", re.IGNORECASE)
_LONGEST = 100  # characters


def english_opening(text: str) -> str:
    """The opening phrase at the beginning of an English paragraph; ``""`` if there is none.

    >>> [english_opening(text) for text in ("Recalling also its resolution", "recalling its", "Treaty on the")]
    ['Recalling also', '', '']
    >>> english_opening("Expresses its deep\\nregret that the Conference")
    'Expresses its deep\\nregret'
    """
    start = text[:_LONGEST]
    if not start[:1].isupper():
        return ""
    match = _PHRASE.match(re.sub(r"\s", " ", start))
    return text[: match.end()] if match else ""
