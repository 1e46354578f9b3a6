"""Everyday words of the languages that we meet most, by what they do in a sentence."""

from __future__ import annotations

# fmt: off
# What people say to be polite, or to begin and to end: no part of any name.
POLITE = frozenset({
    "hi", "hello", "hey", "dear", "hallo", "hola", "bonjour", "ciao", "thanks", "thank", "thx",
    "thankyou", "ty", "tia", "regards", "please", "pls", "plz", "sir", "madam", "cheers",
    "greetings", "sincerely", "bitte", "danke", "grüße", "merci", "gracias", "cordialement",
    "saludos", "servus", "moin", "amp", "gt", "lt", "nbsp", "rt", "http", "https", "www", "lol",
    "omg", "ok", "okay", "oh", "um", "uh", "hmm", "yeah", "etc",
})
# They join or point: a phrase does not begin or end with them, and says the same without.
LIGHT = frozenset({
    "a", "an", "the", "this", "that", "these", "those", "it", "its", "it's", "is", "am", "are",
    "was", "were", "be", "been", "being", "and", "or", "but", "if", "then", "than", "so", "as",
    "at", "by", "for", "from", "in", "into", "of", "on", "onto", "to", "up", "with", "about", "i",
    "me", "my", "mine", "we", "us", "our", "he", "she", "they", "them", "their", "there", "here",
    "do", "does", "did", "have", "has", "had", "having", "will", "would", "should", "could", "can",
    "may", "might", "must", "shall", "when", "while", "which", "any", "some", "such", "each",
    "every", "very", "too", "just", "also", "only", "even", "now", "because", "via", "per", "im",
    "i'm", "i've", "ive", "id", "i'd", "ill", "i'll", "there's", "theres", "that's", "thats", "let",
    "let's", "lets", "get", "got", "getting", "gets", "go", "going", "make", "made", "want",
    "wanted", "wants", "need", "needed", "needs", "like", "know", "see", "seem", "seems", "try",
    "tried", "trying", "use", "used", "using", "one", "able", "really", "actually", "all", "more",
    "much", "many", "new", "something", "someone", "anything", "everything", "thing", "things",
    "help", "tell", "give", "show", "find", "said", "says", "gonna", "u", "ur", "ya", "hope",
    "think", "wondering", "possible", "since", "after", "before", "until", "through", "during",
    "between", "over", "under", "off", "out", "other", "same", "however", "although", "though",
    "whether", "yet", "still", "already", "again", "ever", "today", "yesterday", "keep", "keeps",
    "kept", "where", "what", "who", "whom", "why", "how", "you", "your", "yours", "you're", "youre",
    "what's", "whats", "how's", "where's", "who's", "best", "way", "well", "lot", "bit", "sure",
    "come", "another", "both", "most", "own", "der", "die", "das", "den", "dem", "des", "ein",
    "eine", "einen", "einem", "einer", "eines", "und", "oder", "aber", "ist", "sind", "war",
    "waren", "wird", "werden", "wurde", "kann", "ich", "wir", "sie", "er", "es", "mir", "mich",
    "mein", "meine", "meinen", "meinem", "meiner", "unser", "unsere", "ihr", "ihre", "bei", "beim",
    "mit", "von", "vom", "zu", "zum", "zur", "auf", "aus", "für", "ins", "wie", "wenn", "dass",
    "auch", "noch", "schon", "seit", "nach", "immer", "wieder", "habe", "haben", "hat", "warum",
    "wann", "als", "ob", "nur", "mehr", "sehr", "man", "etwas", "le", "la", "les", "l", "d", "un",
    "une", "du", "de", "et", "ou", "est", "sont", "je", "j", "nous", "vous", "il", "elle", "ce",
    "cette", "ces", "c'est", "pour", "dans", "sur", "avec", "que", "qui", "mon", "ma", "mes",
    "votre", "vos", "au", "aux", "par", "en", "s", "se", "sa", "son", "ai", "pourquoi", "comment",
    "quand", "el", "los", "las", "una", "y", "o", "yo", "mi", "mis", "su", "sus", "por", "para",
    "con", "del", "al", "lo", "está", "están", "puedo", "cómo", "qué", "cuando", "ha", "gli", "di",
    "e", "è", "che", "si", "da", "nel", "della", "mio", "mia", "het", "een", "ik", "wij", "op",
    "te", "van", "voor", "met", "dat", "os", "um", "uma", "eu", "em", "com", "meu", "minha",
})
# They turn what is said into its opposite: they may begin a phrase, never end it.
DENIAL = frozenset({
    "not", "no", "never", "cannot", "cant", "can't", "wont", "won't", "dont", "don't", "doesnt",
    "doesn't", "didnt", "didn't", "isnt", "isn't", "wasnt", "wasn't", "havent", "haven't", "hasnt",
    "hasn't", "without", "couldn't", "couldnt", "wouldn't", "aren't", "arent", "won’t", "nicht",
    "kein", "keine", "keinen", "pas", "ne", "non", "niet", "não", "sin", "ohne", "sans",
})
# They begin a question, which stands whole or not at all.
ASKING = frozenset({
    "how", "why", "where", "what", "who", "when", "what's", "whats", "can't", "cannot", "can’t",
    "cant", "are", "do", "warum", "wie", "wo", "comment", "pourquoi", "cómo", "dónde",
})
# What goes wrong, as people say it.
TROUBLE = frozenset({
    "not", "wrong", "failed", "fails", "failure", "error", "errors", "crash", "broken", "missing",
    "lost", "stolen", "stuck", "slow", "freezes", "frozen", "late", "delayed", "declined",
    "refused", "rejected", "blocked", "twice", "double", "doubled", "duplicate", "incorrect",
    "disappeared", "vanished", "gone", "stopped", "empty", "hangs", "pending", "cancelled",
    "canceled", "reverted", "unable", "impossible", "bug", "damaged", "expired", "forgot",
    "forgotten", "unauthorized", "swallowed", "unblock", "rude", "poor", "worse", "cannot",
    "fehler", "falsch", "kaputt", "fehlt", "verschwunden", "abgelehnt", "gesperrt", "langsam",
    "hängt", "abgestürzt", "stürzt", "doppelt", "erreur", "panne", "plante", "lent", "bloqué",
    "perdu", "refusé", "vide", "falla", "perdido", "bloqueado", "lento", "rechazado", "vacío",
    "duplicado",
})
# What nearly everything is about: with trouble alone they tell little.
GENERIC = frozenset({
    "app", "application", "apps", "software", "system", "program", "site", "website", "page",
    "service", "work", "works", "working", "worked", "problem", "problems", "issue", "issues",
    "question", "message", "time", "times", "day", "days", "month", "support", "ticket", "end",
    "start", "please", "phone", "update", "problema", "programm", "anwendung", "seite",
    "fehlermeldung", "funktioniert", "probleme", "aplicación", "sitio", "marche", "fonctionne",
    "funciona",
})
# They belong to the verb before, if it is one of those that follow.
PARTICLES = frozenset({
    "in", "up", "out", "off", "on", "down", "back", "over", "through",
})
PHRASAL = frozenset({
    "log", "logs", "logged", "logging", "sign", "signed", "signing", "top", "topped", "topping",
    "set", "setting", "shut", "shuts", "turn", "turned", "turns", "pick", "roll", "check",
    "checked", "lock", "locked", "start", "back", "sync", "opt", "cut", "cuts", "cutting", "drop",
    "drops", "come", "went", "go", "goes", "show", "showing", "used", "speed", "slow", "call",
    "called", "calling", "rolled",
})
# They lead on to a noun.
LEADING = frozenset({
    "last", "next", "first", "second", "third", "current", "recent", "different", "several",
    "various", "few", "little", "good", "great", "letzte", "letzten", "nächste", "nächsten", "neue",
    "neuen", "premier", "première", "nouveau", "nouvelle", "primera", "nueva", "nuevo",
})
# After "to" they leave a phrase hanging.
BARE = frozenset({
    "work", "do", "go", "happen", "say", "come", "take", "look", "put", "ask", "think", "start",
    "stop",
})
# They begin another sentence.
JOINING = frozenset({
    "i'm", "i've", "i'd", "i'll", "im", "ive", "we're", "we've", "you're", "it's", "that's",
    "there's", "they're", "what's", "if", "although", "though", "because", "but", "so", "when",
    "while", "since", "whether", "than", "then", "however", "until", "wenn", "weil", "aber",
    "obwohl", "mais", "parce", "quand", "pero", "porque", "cuando", "perché", "quando",
})
# They join two of a kind.
AND = frozenset({
    "and", "or", "und", "oder", "et", "ou", "y", "e",
})
# Before a person these ask; after one, the next ones tell.
ASKS = frozenset({
    "is", "are", "was", "were", "do", "does", "did", "can", "could", "will", "would", "should",
    "have", "has", "had", "am",
})
MAY = frozenset({
    "can", "could", "will", "would", "should", "may", "might", "must",
})
PERSONS = frozenset({
    "i", "you", "we", "they", "it", "he", "she", "my", "your", "the", "this", "there",
})
ARTICLES = frozenset({
    "the", "a", "an", "my", "your", "der", "die", "das", "le", "la", "el",
})
# Before these a phrase is whole.
BOUNDARY = frozenset({
    "", "in", "for", "at", "on", "to", "from", "with", "and", "or", "when", "if", "because", "but",
    "so", "by", "after", "before", "since", "while", "as", "into", "that", "which", "using", "via",
    "today", "yesterday", "again", "now", "anymore", "und", "oder", "aber", "wenn", "weil", "für",
    "mit", "bei", "auf", "seit", "et", "ou", "mais", "quand", "pour", "sur", "avec", "dans",
    "depuis", "y", "o", "pero", "cuando", "para", "con", "por", "desde", "en", "de",
})
BEING = frozenset({
    "is", "are", "was", "were", "has", "have", "had", "i", "it", "will", "can", "would", "be",
    "ist", "sind", "war", "hat", "wird", "est", "sont", "es", "está", "son",
})
# Of the words that ask, these begin a sentence or nothing.
VERBS = frozenset({
    "are", "do",
})
# Headings of the forms that trackers give, and closing words: not what the asker says.
HEADINGS = (
    "steps to reproduce", "step to reproduce", "how to reproduce", "to reproduce",
    "expected behavior", "expected behaviour", "expected result", "expected results",
    "actual behavior", "actual behaviour", "actual result", "actual results", "current behavior",
    "current behaviour", "device info", "device information", "system info", "app version",
    "android version", "os version", "stack trace", "stacktrace", "describe the bug",
    "additional context", "feature request", "bug report", "screenshots", "logcat", "smartphone",
    "kind regards", "best regards", "many thanks", "let me know", "mit freundlichen grüßen",
    "freundliche grüße", "mfg", "looking forward",
)
# fmt: on
