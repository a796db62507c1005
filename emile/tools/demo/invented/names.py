"""Names of invented people. Only the name and the languages depend on the origin: nothing else is drawn from it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    nationality: str
    languages: tuple[str, ...]
    women: tuple[str, ...]
    men: tuple[str, ...]
    surnames: tuple[str, ...]


def _origin(nationality: str, languages: str, women: str, men: str, surnames: str) -> Origin:
    return Origin(nationality, *(tuple(words.split(", ")) for words in (languages, women, men, surnames)))


ORIGINS: dict[str, Origin] = {
    "france": _origin(
        "fr",
        "français",
        "Sandrine, Élodie, Nathalie, Coralie, Mélanie, Aurore, Sonia",
        "Stéphane, Jérôme, Mickaël, Cédric, Thierry, Yoann, Fabrice",
        "Lemoine, Carpentier, Vasseur, Marchand, Perrot, Joubert, Delaunay",
    ),
    "mali": _origin(
        "other",
        "bambara, soninké, français",
        "Awa, Fatoumata, Kadiatou, Oumou, Assetou",
        "Bakary, Modibo, Souleymane, Drissa, Adama",
        "Diarra, Coulibaly, Traoré, Konaté, Sissoko, Keïta",
    ),
    "ivory": _origin(
        "other",
        "français, dioula",
        "Aya, Mariam, Adjoua, Affoué, Estelle",
        "Koffi, Serge, Yao, Aboubacar, Arsène",
        "Kouassi, Kouamé, Koné, N'Guessan, Ouattara, Brou",
    ),
    "comoros": _origin(
        "other",
        "comorien, français",
        "Zaïnaba, Echati, Moinaecha, Nourdati",
        "Ibrahim, Ali, Saïd, Nassur",
        "Abdallah, Mohamed, Soilihi, Bacar, Mmadi",
    ),
    "congo": _origin(
        "other",
        "lingala, français",
        "Grâce, Divine, Naomie, Clarisse, Béatrice",
        "Patrick, Trésor, Christian, Dieudonné, Junior",
        "Mbemba, Kabongo, Makiese, Ilunga, Mukendi, Nzuzi",
    ),
    "algeria": _origin(
        "other",
        "arabe, kabyle, français",
        "Nadia, Samira, Lynda, Fatiha, Kahina",
        "Karim, Farid, Mourad, Hakim, Nassim",
        "Belkacem, Aït Ali, Haddad, Mansouri, Ould Saïd, Zerrouki",
    ),
    "morocco": _origin(
        "other",
        "arabe, tamazight, français",
        "Khadija, Hanane, Imane, Loubna, Naïma",
        "Youssef, Rachid, Abdelhak, Mehdi, Hicham",
        "El Amrani, Benjelloun, Ouazzani, Tazi, El Idrissi, Lahlou",
    ),
    "tunisia": _origin(
        "other",
        "arabe, français",
        "Amel, Rim, Sonia, Hela, Olfa",
        "Walid, Sami, Anis, Hatem, Nizar",
        "Trabelsi, Ben Salah, Jaziri, Gharbi, Mejri, Chebbi",
    ),
    "sri-lanka": _origin(
        "other",
        "tamoul, anglais",
        "Kavitha, Shanthi, Dharshini, Nirmala",
        "Suresh, Kumaran, Ravi, Pradeep",
        "Sivakumar, Rajaratnam, Selvarajah, Kandiah, Nadarajah",
    ),
    "bangladesh": _origin(
        "other",
        "bengali, anglais",
        "Nasrin, Shahana, Rokeya, Taslima",
        "Rafiqul, Jamal, Habibur, Mizanur",
        "Rahman, Hossain, Chowdhury, Miah, Uddin",
    ),
    "afghanistan": _origin(
        "other",
        "dari, pachto",
        "Zahra, Farzana, Laleh, Shabnam",
        "Najib, Hamid, Esmatullah, Reza",
        "Ahmadzai, Rahimi, Noori, Haidari, Stanekzai",
    ),
    "syria": _origin(
        "other",
        "arabe, anglais",
        "Rania, Hala, Rasha, Maysoun, Lina",
        "Bassel, Firas, Khaled, Omar, Ziad",
        "Al Khatib, Haddad, Darwish, Nassar, Al Masri, Shahin",
    ),
    "ukraine": _origin(
        "other",
        "ukrainien, russe",
        "Oksana, Iryna, Olena, Nataliia",
        "Andriy, Serhii, Dmytro, Oleh",
        "Kovalenko, Shevchuk, Bondar, Tkachenko, Melnyk",
    ),
    "portugal": _origin(
        "eu",
        "portugais, français",
        "Fátima, Sandra, Carla, Paula",
        "Carlos, Rui, Manuel, Jorge",
        "Ferreira, Carvalho, Teixeira, Pinto, Lopes",
    ),
    "romania": _origin(
        "eu",
        "roumain, français",
        "Mihaela, Ioana, Elena, Cristina",
        "Florin, Cătălin, Bogdan, Ionuț",
        "Popescu, Munteanu, Dumitru, Stan, Ciobanu",
    ),
    "haiti": _origin(
        "other",
        "créole haïtien, français",
        "Marie-Ange, Rosemène, Guerline, Islande",
        "Wilner, Jean-Robert, Frantz, Emmanuel",
        "Jean-Baptiste, Pierre-Louis, Désir, Saint-Fleur, Joseph",
    ),
    "senegal": _origin(
        "other",
        "wolof, peul, français",
        "Ndeye, Aminata, Coumba, Astou",
        "Mamadou, Ousmane, Cheikh, Ibrahima",
        "Ndiaye, Diop, Fall, Sarr, Gueye",
    ),
}

GIRLS = [
    "Inès",
    "Lina",
    "Jade",
    "Maya",
    "Sarah",
    "Chloé",
    "Amina",
    "Louise",
    "Nour",
    "Camille",
    "Mariam",
    "Eva",
    "Yasmine",
    "Anna",
]
BOYS = [
    "Adam",
    "Yanis",
    "Noah",
    "Rayan",
    "Lucas",
    "Ismaël",
    "Gabriel",
    "Sami",
    "Nathan",
    "Moussa",
    "Ilyes",
    "Hugo",
    "David",
    "Elias",
]
