"""Function words, and nouns that say nothing or much of what a film is about, for noun phrases."""

from __future__ import annotations


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


LEADING = _words(
    "the a an this that these those its his her their our my your some any all both such what another "
    "every each many most several various certain other same very rather quite truly really deeply more "
    "less complex larger bigger deeper broader key main central major overall"
)
"""Words that lead a phrase and are not of it."""

ENDS = _words(
    "in on at by for from with without into onto upon over under through during against between among "
    "within across beyond behind before after since until while when where whether if because although "
    "though as than like unlike to toward towards via per about around along near inside outside despite "
    "except but nor yet so that which who whom whose what why how is are was were be been being am has "
    "have had having do does did doing can could will would shall should may might must not never no it "
    "he she they we you i me him us them himself herself itself themselves there here then thus also too "
    "just only even still ever again now soon once both either neither such more most less least much "
    "many few very rather quite that's it's he's she's they're who's isn't doesn't don't can't gone go "
    "goes went come comes came get gets got make makes made take takes took give gives gave become "
    "becomes became seem seems seemed feel feels felt keep keeps run runs set sets put try tries tried "
    "trying want wants wanted going coming getting making taking played plays starring directed written "
    "based called named told seen done lost left found works work lies lie turns turn leads shows up down "
    "out off away back together alone first all any each every some this these those the a an my your his "
    "her its our their one ones etc else instead however therefore enough always often sometimes perhaps "
    "maybe"
)
"""Words that no noun phrase holds."""

EMPTY_HEADS = _words(
    "man men woman women guy guys girl girls boy boys kid kids child children person people couple lady "
    "husband wife wives father mother son daughter brother brothers sister sisters friend friends cop "
    "cops detective killer doctor teacher student students soldier soldiers hero heroine protagonist "
    "character characters actor actress actors director writer writers author audience viewer viewers "
    "critics critic film films movie movies picture pictures flick story stories tale tales plot plots "
    "book books novel show shows series scene scenes sequence sequences script screenplay documentary "
    "comedy drama thriller horror genre version remake sequel thing things stuff lot lots bit way ways "
    "kind kinds sort sorts type types time times day days night week month year years hour hours minute "
    "minutes moment moments end beginning middle part parts half piece group groups team band gang bunch "
    "pair number amount set someone somebody anyone everyone everybody something anything everything "
    "nothing others other fact case reason reasons point idea ideas subject subjects issue issues matter "
    "matters theme themes topic topics question questions problem problems example title name names role "
    "roles performance performances situation situations event events experience side sides aspect "
    "aspects level place places world worlds attention result results order detail details good bad great "
    "best worst better real true new old young little big small same different whole right wrong long "
    "short two three four five ten hundred million dollars feet life lives line lines word words use "
    "start review length interest fun success failure mess black white rich poor american british french "
    "german japanese italian rest budget effect"
)
"""Nouns that name no subject by themselves, people before all."""

HOLLOW = _words(
    "lack sense kind kinds type types sort sorts source series lot lots number bit amount level nature "
    "notion idea ideas question questions issue issues theme themes concept story tale world realm matter "
    "matters"
)
"""Nouns whose subject comes after `of`."""

CRAFT = _words(
    "mood atmosphere action music acting direction writing camera style tone dialogue pacing score humor "
    "humour suspense footage effects plotting casting cinematography structure quality entertainment "
    "comedy emotion emotions cinema filmmaking storytelling running standards purpose hand hands head "
    "heart mind eye eyes face fans fan money box office review reviews reviewers rating title titles "
    "credits dvd video minute"
)
"""What films are made with, not about."""

QUALIFY = _words(
    "black white young old new true real american british french german japanese italian good bad poor "
    "rich different same family life child children film movie world women men effect wrong right long "
    "short"
)
"""Words that are heads of no subject, and may yet qualify one."""

OBJECTS = _words("the a an his her its their into up out it him them himself herself this that")
"""Words that follow a verb and not a noun."""

SUBJECTS = _words(
    "abuse acceptance addiction adolescence adoption adultery adulthood ageing aging alcoholism "
    "alienation ambiguity ambition anarchy apartheid arrogance assimilation bereavement betrayal bigotry "
    "bullying bureaucracy capitalism celebrity censorship childhood class cloning colonialism communism "
    "compassion complicity conformity conscience consumerism corruption courage cowardice cruelty death "
    "decadence deception democracy depression desire despair desperation destiny disability "
    "discrimination divorce dread dreams duty dysfunction ego empathy emptiness envy eroticism escapism "
    "espionage ethics exile exploitation faith fame family fanaticism fascism fate fatherhood femininity "
    "feminism fidelity forgiveness freedom friendship genocide globalisation globalization greed grief "
    "guilt happiness hate hatred heartbreak heroism history holocaust homophobia homosexuality honesty "
    "honor honour hope humanity hypocrisy identity ideology illness imagination immigration immortality "
    "imperialism incest independence individualism infidelity injustice innocence insanity integrity "
    "intimacy intolerance isolation jealousy journalism justice kindness liberty loneliness longing loss "
    "love loyalty lust machismo madness marriage martyrdom masculinity materialism maternity memory "
    "misogyny modernity morality morals mortality motherhood mourning murder nationalism nature nostalgia "
    "obsession oppression parenthood parenting passion patriarchy patriotism peace perversion politics "
    "pollution poverty power prejudice pride privilege progress propaganda prostitution puberty race "
    "racism rape reality rebellion reconciliation redemption regret relationships religion repression "
    "resilience responsibility revenge revolution rivalry romance sacrifice sadism sanity science secrecy "
    "secrets segregation self-destruction self-discovery selfishness sex sexism sexuality shame sin "
    "slavery society solitude spirituality suburbia suicide superstition surveillance survival technology "
    "temptation terrorism tolerance torture totalitarianism tradition tragedy trauma trust truth tyranny "
    "unemployment vanity vengeance violence voyeurism war wealth xenophobia youth"
)
"""Nouns that name what films are about; alone, only these and abstract ones are a theme."""

OFTEN_SAID = _words(
    "acceptance ambiguity ambition class compassion courage cruelty death desire despair desperation "
    "dread dreams duty ego empathy emptiness envy fame fate freedom happiness hate hatred heartbreak "
    "history honesty honor honour hope humanity illness imagination insanity integrity intimacy justice "
    "kindness longing loss love lust madness memory morals murder nature passion peace power pride "
    "privilege progress race rape reality regret responsibility rivalry romance sacrifice sanity science "
    "secrecy secrets sex sexuality shame sin society suicide survival technology temptation torture "
    "tradition tragedy trust truth violence war wealth"
)
"""Those of them that reviews also say of much else."""

NOUNS_IN_ING = _words("coming king ring spring wing suffering longing parenting aging ageing dying bullying")
"""Nouns that end like participles."""

NOUNS_IN_LY = _words("family anomaly monopoly assembly bully ally melancholy butterfly folly jelly lily")
"""Nouns that end like adverbs."""

VERBS_BEFORE = _words(
    "whole entire exact exacts accept accepts seek seeks take takes swear swears find finds"
)
"""Words before a noun that are not of its phrase: "exact revenge"."""
