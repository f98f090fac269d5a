"""Whether a text is English, by the small words that every sentence has. When in doubt it is not."""

from __future__ import annotations

from collections.abc import Container
from typing import Final

from allied.synthesis.wording import JOINING, readable, tokens

# The small words of other languages, a paragraph a language: German, French, Spanish, Portuguese, Italian, Dutch,
# Swedish, Danish and Norwegian, Polish, Turkish, Indonesian. What they share with English counts for both.
_OTHERS: Final = """
aber als am an auch auf aus bei bin bis bitte da dann das dass dem den der des die doch du ein eine einen einer er es
für gut habe haben hat ich ihr im ist ja kann kein keine man mein mich mir mit nach nicht noch nur oder schon sehr sein
sich sie sind so um alle beim bereits damit diese dieser gegen heute hier jetzt mehr neue sowie unter weil werden wurde
zwischen sollte würde und uns vom von vor war warum was wenn wer wie wieder wir wird zu zum zur über

ai au aux avec bien c'est ce ces cette comme dans de des donc du elle elles en est et fait il ils j'ai je la le les leur
lui ma mais merci mes moi mon ne nous on ou par pas plus pour pourquoi qu'il que qui sa sans se ses si son sont sur ta
te tes toi ton tous tout très tu un une vous à ça être

al algo aquí como con cuando cual de del desde donde el ella en eres es esa ese eso esta este esto está estoy fue
gracias ha hace han hasta hay la las le les lo los me mi muy más nada ni no nos o para pero por porque puede que qué se
ser si sin sobre solo son soy su sus sí también te tengo tiene todo todos tu un una uno y ya yo él

ao aos as até bom com como da das de dela dele do dos e ela ele em era essa esse está estou eu foi isso já lhe mais mas
me meu minha muito na nas nem no nos não nós o obrigado os ou para pela pelo pra por porque quando que quem se sem ser
seu sua são só tem tenho tudo um uma vai você à é

anche ancora bene c'è che chi ci come con cosa così da dal dei del della delle di dove e ed era fare fatto gli grazie ha
hai hanno ho i il in io la le lo loro lui ma me mi mia mio molto ne nel nella noi non o ogni per perché più poi può
quando quello questa questo se sempre senza sia solo sono sta su sua suo ti tu tutti tutto un una va voi è

aan al als alles ben bij daar dan dat de deze die dit doen door een en er ga geen goed had heb hebben heeft het hier hij
hoe hun ik in is je jij kan maar me meer met mij mijn naar niet niets nog nu of om omdat ons ook op over te toch tot uit
van veel voor waar waarom wat we wel wordt zal ze zich zijn zo zonder

att av bara den det du en ett för från har hur i inte jag kan man med men mycket när och om på som så till var vi är

af at blev da de dem der det du eller er et for fra få godt har hun hvad hvis hvor ikke jeg kan lige man med meget men
mig min nu når og også om på som så til var vi være

ale aż bardzo by być co czy dla do gdy i jak jest już ja kiedy mam mi mnie na nie niż o od po przez się są tak też to tu
tylko w z za że

acaba ama ben bir bu böyle çok da daha de değil diye en gibi hep her için ile kadar ki mi mu ne neden o olan olarak
sadece sen siz şey şu var ve ya yok

ada adalah akan aku apa atau banyak bisa dan dari dengan di dia harus ini itu jadi juga kalau kamu ke lagi mau mereka
oleh pada saya sangat sudah tapi tidak untuk yang
"""
_FOREIGN: Final = tuple(frozenset(each.split()) for each in _OTHERS.split("\n\n"))
LONGEST: Final = 600  # characters that are looked at
LEAST: Final = 0.8  # of its letters are plain Latin ones


def is_english(text: str, *, known: Container[str] = frozenset()) -> bool:
    """Whether it has more small words of English than of any other language here, in plain Latin letters.

    Without small words of any, such as “great app”, one word that is ``known`` to be English decides.
    """
    words = [word.lower() for word in tokens(readable(text[:LONGEST]))]
    letters = [letter for word in words for letter in word if letter.isalpha()]
    if sum("a" <= letter <= "z" for letter in letters) < LEAST * len(letters) or not letters:
        return False
    ours = sum(word in JOINING for word in words)
    theirs = max(sum(word in foreign for word in words) for foreign in _FOREIGN)
    return ours > theirs or (not ours and not theirs and any(word in known for word in words))
