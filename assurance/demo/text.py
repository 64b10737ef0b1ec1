"""Invented plain sentences. They are put together at random and tell nobody's story."""

from safeguard.choices import TypeOfRisk as Risk

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
