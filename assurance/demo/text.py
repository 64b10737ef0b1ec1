"""Invented plain sentences. They are put together at random and tell nobody's story."""

from safeguard.choices import Priority
from safeguard.choices import TypeOfRisk as Risk
from safeguard.choices_work import Route

ACCOUNTS = {
    Risk.PHYSICAL: (
        "Bruising was seen on both forearms during personal care. No fall is on record.",
        "A neighbour heard shouting and saw the adult being pushed at the front door.",
        "Another resident struck the adult in the lounge after an argument over a chair.",
    ),
    Risk.SEXUAL: (
        "The adult said that somebody they know touched them when they did not want it.",
        "The adult told their support worker about unwanted messages and a visit at night.",
    ),
    Risk.PSYCHOLOGICAL: (
        "The adult is spoken to sharply and told that they will be moved if they complain.",
        "A relative will not let the adult use the telephone or see friends.",
        "The adult was tearful and said that they are made to feel a burden.",
    ),
    Risk.FINANCIAL: (
        "Cash withdrawals do not match the shopping receipts, and bills have gone unpaid.",
        "A caller at the door took payment for roof work that was never done.",
        "A relative holds the bank card and the adult does not know what is left.",
    ),
    Risk.DISCRIMINATORY: (
        "The adult was called names about their disability by people living close by.",
        "Staff did not arrange meals that the adult's faith allows, though asked twice.",
    ),
    Risk.ORGANISATIONAL: (
        "Three people in the same service told the visiting nurse that they are put to bed at six.",
        "Care notes for the whole unit were written in advance of the care being given.",
    ),
    Risk.NEGLECT: (
        "Two morning calls were missed and the adult was found without food or medicine.",
        "A pressure sore has worsened, and repositioning is not recorded for four nights.",
        "The adult was sent home from a ward without equipment or a plan for their care.",
        "The wrong dose of a medicine was given for three days before it was noticed.",
        "The call bell was out of reach and the adult had been waiting for several hours.",
    ),
    Risk.DOMESTIC: (
        "The adult's partner controls who visits and checks their telephone.",
        "Police were called to the home after an assault by a family member.",
    ),
    Risk.SEXUAL_EXPLOITATION: (
        "The adult is given gifts by people who then ask for something in return.",
    ),
    Risk.MODERN_SLAVERY: (
        "The adult works long hours for no pay and somebody else keeps their documents.",
    ),
    Risk.SELF_NEGLECT: (
        "The home is so full that the cooker and the back door cannot be reached.",
        "The adult is losing weight, declines care and has stopped taking medicine.",
    ),
}
VIEWS = (
    "The adult wants to stay at home and wants the shouting to stop.",
    "The adult agreed to this being reported and wants to be told what happens.",
    "The adult did not want anybody told, but is worried about others who live there.",
    "The adult could not say what they wanted; their daughter was asked instead.",
    "The adult said that they feel safe now that the carer has been changed.",
    "The adult wants help to manage money, and no trouble for the family.",
)
REASONS_ENQUIRY = (
    "All three parts of the test are met; the adult cannot keep safe without help.",
    "Needs for care and support are known, the harm continues, and they prevent self-protection.",
    "Reasonable cause to suspect neglect by the service; others may be at risk as well.",
)
REASONS_OTHER = (
    "Part (c) is not met, but the adult asked for help and a short enquiry is in proportion.",
    "The duty does not arise; an enquiry is made because of the pattern of earlier reports.",
)
REASONS_NOT = (
    "No sign of abuse or neglect once the facts were checked; passed to care management.",
    "A quality matter: passed to the quality team and the provider has put it right.",
    "The adult can protect themselves and asked for advice only, which was given.",
    "An accident with no delay in treatment; the provider has changed the care plan.",
    "Already part of an open enquiry; added to that record.",
)
WANTED = (
    "I want the missed calls to stop.",
    "I want to stay in my own home.",
    "I want my money to be looked after by someone I trust.",
    "I want to feel safe when the door bell rings.",
    "I want somebody to say sorry.",
    "I want to see my grandchildren again.",
    "I do not want the same carer to come back.",
    "I want to be told what is happening.",
    "I want help to clear the kitchen at my own pace.",
    "I want my medicine to be given on time.",
    "I want him to get help, not to be punished.",
    "I want it not to happen to anyone else.",
)
IN_WHOSE_VIEW = ("The adult", "The adult", "The adult", "A family member", "The advocate")
CAPACITY_DECISIONS = (
    "To take part in the enquiry and say what should come of it",
    "To agree to information being shared with the police",
    "To decide where to live while the enquiry is made",
    "To manage money and bills",
    "To decide who may visit",
)
ASSESSORS = (
    "T Orrel, social worker",
    "M Larkstead, social worker",
    "P Wynfold, best interests assessor",
    "S Dunmere, occupational therapist",
    "A Fenbrook, ward doctor",
)
SUITABLE_PERSON = (
    "Nobody suitable: the only relative is alleged to be the source of the risk",
    "Nobody suitable: the family lives abroad and cannot take part",
    "Sister considered; the adult did not want her to act",
    "",
)
CAUSED_TO = (
    "Hospital trust safeguarding team",
    "Community health trust",
    "The care provider's registered manager",
    "Housing association",
    "Mental health trust",
)
NOTIFICATIONS = (
    "Ambulance crew attended a fall; no sign of abuse or neglect. Referred for an assessment.",
    "Police attended a noise complaint and left; a vulnerable adult lives at the address.",
    "Missed call made good within the hour by the care provider. Family told.",
    "The adult asked for a visit about equipment.",
    "Fire service fitted alarms and noted some clutter in the hall.",
    "Neighbour worried about post on the mat; the adult was away and is well.",
)
PROVIDER_NOTIFICATIONS = (
    "Agency staff used at night for three weeks; induction records asked for.",
    "Two medicine errors in one month, both reported by the provider. No harm found.",
    "Registered manager has left; deputy in charge until a successor starts.",
    "Lift out of use for five days; people upstairs had meals in their rooms.",
    "Visitors say that call bells are slow to be answered at weekends.",
    "Food hygiene score fell; the provider has sent its plan.",
)
PROVIDERS = (
    "Amberlow House",
    "Briar Quay Nursing Home",
    "Cinderfold Lodge",
    "Dovemantle Home Care",
    "Eastlock Supported Living",
    "Fernwhistle Court",
    "Gorsebank Care at Home",
    "Hollowmere Nursing Home",
    "Inkpen Row Residential Home",
    "Juniper Sluice House",
    "Kestrel Wharf Supported Living",
    "Lavenderfen Court",
    "Marlgate Home Care",
    "Nettlecombe Yard",
    "Otterbridge Lodge",
    "Plumfallow House",
    "Quillmarsh Nursing Home",
    "Rushlight Community Support",
)
PRIORITY_REASONS = {
    Priority.RED: (
        "Harm is going on and the adult has nobody with them who could stop it.",
        "Serious injury reported; the person said to have caused it can come back today.",
    ),
    Priority.AMBER: (
        "Harm has been reported and may happen again, but others are with the adult.",
        "The adult is safe this week; the cause has not been dealt with.",
    ),
    Priority.GREEN: (
        "No harm now and no sign that it will be repeated soon.",
        "The service has acted already and the adult says that they feel safe.",
    ),
}
SAFE_IN_SERVICE = (
    "Seen by the nurse in charge each shift; the staff member concerned works elsewhere.",
    "Family visit every day and would ring at once. The manager checks the records each evening.",
    "Two members of staff for all care, and hourly checks at night, until this is looked into.",
)
SAFE_AT_HOME = (
    "A neighbour calls twice a day and has our number. The adult knows how to reach us.",
    "Care calls go on four times a day; the carers ring us if nobody answers.",
    "The relative has left the house and the locks were changed. Police hold a marker.",
    "Daughter is staying for now and looks after the bank card.",
)
PART_REASONS = {
    ("a", True): "Has needs for care and support, whether or not the council is meeting them.",
    ("a", False): "No needs for care and support were found when this was looked into.",
    ("b", True): "What was reported, and what others say of it, gives reason to suspect abuse.",
    ("b", False): "The facts that were checked show no abuse or neglect, and no risk of it.",
    ("c", True): "Because of those needs the adult could not stop it or get away from it.",
    ("c", False): "Understands the risk, has help to hand and is able to act on it.",
}
SENT_BACK = "Say what the adult was told, and ask the nurse before this is decided."
ROUTE_OF_REASON = dict(
    zip(
        REASONS_NOT,
        (Route.CASE_MANAGEMENT, Route.QUALITY, Route.ADVICE, Route.NO_ACTION, Route.NO_ACTION),
        strict=True,
    )
)
HAPPENED_WHEN = ("Yesterday", "Over the last few weeks", "Last night", "Not known", "This morning")
SAFETY_STEPS = (
    "Somebody stays with the adult until the evening.",
    "The member of staff was moved to other work.",
    "The adult was told how to reach us at any hour.",
    "The doctor was called and has seen the adult.",
)
NOT_ASKED = (
    "Asking would have put the adult at more risk: the person was in the room.",
    "Too unwell to be asked; their family was told.",
    "The referrer did not ask; we ask at the first visit.",
)
REPORTED_ANYWAY = "Others who live there may be at risk as well."
WISHES_NOT_ASKED = "Not asked by the referrer; to be asked at the first visit."
FEEDBACK = ("Told by telephone.", "Told by email.", "Rang twice, then wrote to the team.")
NO_FEEDBACK = "The referrer left no way to be reached."
PLANS = (
    "Visit the adult with an advocate, ask the provider for records, talk to the family.",
    "Speak to the adult alone, then to the nurse and the doctor; a meeting after two weeks.",
    "Ask the provider to look into it and to send its records; we see the adult ourselves.",
)
ACTIONS = (
    "Visit the adult and ask what they want to happen",
    "Ask the provider for the care records of the last month",
    "Speak to the doctor about the injury",
    "Ask the bank whether the account can be protected",
    "Hold a planning meeting with those who take part",
    "Ask for an advocate",
)
PLAN_ACTIONS = (
    "Check once a week that the new call times are kept",
    "Keep the second key with the neighbour and not with the relative",
    "Go through the spending together at the end of each month",
)
ACTION_RESULTS = ("Done; see the notes of the visit.", "Received and read.", "Done by telephone.")
REVIEW_NOTES = (
    "The adult says that it works. Nothing to change for now.",
    "Calls are kept. The family asked that the checks go on.",
)
SCOPE = (
    "What care was given between {first} and {last}, what went wrong and what has changed since. "
    "Speak to the adult, and send the records."
)
ADULT_VIEWS = (
    "Wants to know why nobody came, and that it does not happen again.",
    "Wants somebody to say sorry, and to keep the same carers.",
    "Could not say; their daughter wants the records to be looked at.",
)
CHASES = (
    "Rang; the report is with their manager and is to come this week.",
    "Wrote by email; no answer yet.",
    "Spoke to the author, who has been away. A new day was not agreed.",
)
TAKEN_OVER = "No report came and nobody could say when; the council made the enquiry itself."
RETURNED = "The adult was not spoken to, and the records of two nights are missing."
