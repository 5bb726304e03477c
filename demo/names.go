package demo

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"nameyard/reseller"
)

// The words that made-up names and holders consist of.
var (
	nameFirst   = strings.Fields("amber arctic autumn birch bright calm cedar clear copper coral crystal distant eager early ember fair fern field foggy forest frost gentle golden grand green hidden hollow island ivory jolly keen linen lucky maple marble meadow mellow misty modern nimble noble northern ocean olive pearl pine plain proud quiet rapid river rocky royal rustic sandy silent silver simple smart snowy solar steady stone sunny swift tidal timber urban velvet vivid warm western wild winter wooden young")
	nameSecond  = strings.Fields("anchor bakery bank barn bay beacon bike boat books bridge brook cabin cafe camp castle chair clinic cloud coast cottage craft dental design dock farm ferry flower garage garden gate glass grove harbour hill hotel house inn kitchen lab lake lamp law lens market media mill motor music nest oak office orchard paint paper park path photo point pool press print ridge road roof school shop shore sky spring square stable station store studio tailor tea tools tower trail travel valley view village wharf wheel wine wood works yard yoga")
	firstNames  = strings.Fields("Anna Erik Maria Lars Karin Anders Sara Johan Emma Per Lena Nils Eva Karl Ida Jan Sofia Olof Elin Mats Julia Hans Linda Bo Alma Sven Clara Gustav Nora Axel")
	lastNames   = strings.Fields("Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson Pettersson Jonsson Lindberg Bergman Lundqvist Holm Sandberg Nyman Ek Wallin Falk Berg Strand Hedlund Dahl Sjöberg Åberg Öberg")
	cities      = strings.Fields("Stockholm Göteborg Malmö Uppsala Västerås Örebro Linköping Helsingborg Jönköping Norrköping Lund Umeå Gävle Borås Sundsvall Karlstad Växjö Halmstad Luleå Kalmar")
	streets     = strings.Fields("Storgatan Drottninggatan Kungsgatan Skolgatan Parkvägen Strandvägen Kyrkogatan Hamngatan Björkvägen Ekgatan")
	serverFarms = strings.Fields("hosting-one.example hosting-two.example webhotel.example")
)

func one[T any](dice *rand.Rand, list []T) T { return list[dice.IntN(len(list))] }

// label is the n-th name before its TLD. The number makes it unique within a seed, the seed among seeds.
func (f *filling) label(dice *rand.Rand, n int) string {
	label := one(dice, nameFirst) + one(dice, nameSecond) + strconv.Itoa(n+1)
	if f.Seed != 1 {
		label += "-" + strconv.FormatUint(f.Seed, 36)
	}
	return label
}

// holder is what is made up about a name.
type holder struct {
	contact     reseller.Contact
	nameservers []string
	idNumber    string
}

func madeUp(dice *rand.Rand, name reseller.Name) holder {
	first, last := one(dice, firstNames), one(dice, lastNames)
	farm := one(dice, serverFarms)
	return holder{
		contact: reseller.Contact{
			FirstName: first, LastName: last, Address1: fmt.Sprintf("%s %d", one(dice, streets), 1+dice.IntN(120)),
			City: one(dice, cities), Postcode: fmt.Sprintf("%03d %02d", 111+dice.IntN(800), 10+dice.IntN(89)), Country: "SE",
			Phone: fmt.Sprintf("+46.70%07d", dice.IntN(10_000_000)), Email: "info@" + name.String(),
		},
		nameservers: []string{"ns1." + farm, "ns2." + farm},
		idNumber:    organisationNumber(dice.IntN(1_000_000)),
	}
}

// fields are what a TLD asks for beyond contacts.
func (h holder) fields(tld reseller.TLD) map[string]string {
	fields := map[string]string{}
	for _, f := range tld.Fields {
		if f.Required && f.Check == "se_id" {
			fields[f.Key] = h.idNumber
		}
	}
	return fields
}

// organisationNumber is a Swedish organisation number in the registry's form, with a right check digit.
func organisationNumber(n int) string {
	digits := fmt.Sprintf("556%06d", n)
	sum := 0
	for i, r := range digits {
		d := int(r - '0')
		if i%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return fmt.Sprintf("[SE]%s-%s%d", digits[:6], digits[6:], (10-sum%10)%10)
}

// clTRIDBase is the transaction base of a made-up order: as long as a real one, and the same in every run.
func clTRIDBase(seed uint64, n int) string {
	dice := rand.New(rand.NewPCG(seed, uint64(n)^0x66696c6c)) // see filling.name
	raw := binary.BigEndian.AppendUint64(nil, dice.Uint64())
	raw = binary.BigEndian.AppendUint16(raw, uint16(dice.Uint32())) // two random bytes are wanted
	return hex.EncodeToString(raw)
}
