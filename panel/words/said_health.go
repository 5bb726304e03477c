package words

// saidOfHealth is what name servers say in Swedish.
var saidOfHealth = map[string]string{
	"It gives no answer: is it running, is this its address, and do firewalls let questions through on both sides, over UDP and TCP?":                     "Den svarar inte: är den igång, är det här dess adress, och släpper brandväggarna på båda sidor igenom frågor över UDP och TCP?",
	"Nothing listens at its address: is it running, and is this its address and port?":                                                                    "Inget lyssnar på adressen: är den igång, och är det här dess adress och port?",
	"It tells what others have told it, and has no copy of its own: is this the address of a name server, and not of a resolver?":                         "Den säger vad andra har sagt den, och har ingen egen kopia: är det här adressen till en namnserver, och inte till en resolver?",
	"Its answer is not signed as ours must be: is the secret of the key the same on both sides?":                                                          "Dess svar är inte signerat som våra ska vara: är nyckelns hemlighet densamma på båda sidor?",
	"It cuts its answer short over UDP and gives none over TCP: do firewalls let questions over TCP through on both sides?":                               "Den kortar svaret över UDP och ger inget över TCP: släpper brandväggar igenom frågor över TCP på båda sidor?",
	"It answers and does not have the zone: are the catalogs in its settings?":                                                                            "Den svarar och har inte zonen: finns katalogerna i dess inställningar?",
	"It answers REFUSED: it does not have the zone, or keeps it from us. Are the catalogs in its settings, and may our address and key ask?":              "Den svarar REFUSED: den har inte zonen, eller visar den inte för oss. Finns katalogerna i dess inställningar, och får vår adress och nyckel fråga?",
	"It answers SERVFAIL: it knows the zone and cannot serve it, mostly since it could not fetch it from here and its copy has expired. Its log says why": "Den svarar SERVFAIL: den känner till zonen men kan inte svara för den, oftast för att den inte kunnat hämta den härifrån och dess kopia har gått ut. Dess logg säger varför",
	"It answers NOTAUTH: it does not serve the zone, or does not take our key. Are the catalogs and the key in its settings?":                             "Den svarar NOTAUTH: den svarar inte för zonen, eller godtar inte vår nyckel. Finns katalogerna och nyckeln i dess inställningar?",
	"It answers NOTAUTH with BADKEY: it does not know our key. Have the key with the same name and algorithm on both sides":                               "Den svarar NOTAUTH med BADKEY: den känner inte till vår nyckel. Ha nyckeln med samma namn och algoritm på båda sidor",
	"It answers NOTAUTH with BADSIG: the secret of the key is another one there. Have the same on both sides":                                             "Den svarar NOTAUTH med BADSIG: nyckelns hemlighet är en annan där. Ha samma på båda sidor",
	"It answers NOTAUTH with BADTIME: its clock and ours differ by more than five minutes. Set them by NTP":                                               "Den svarar NOTAUTH med BADTIME: dess klocka och vår skiljer sig med mer än fem minuter. Ställ dem med NTP",
	"It answers NOTIMP: what listens there is no name server for zones":                                                                                   "Den svarar NOTIMP: det som lyssnar där är ingen namnserver för zoner",
	"It answers %s and tells no serial: its log says why":                                                                                                 "Den svarar %s och uppger inget serienummer: dess logg säger varför",
}
