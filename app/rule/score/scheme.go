package score

import "strings"

// Scheme is a 考核办法 as data: another year's, another city's is another file. Parse reads and checks one.
type Scheme struct {
	ID       string
	Name     string
	Document string // where its words stand
	Base     Points
	Fee      FeeRule
	Total    []Reading // of a total above the base (A10)
	Same     []Reading // of one fact under several clauses (A31)
	Clauses  []Clause
	Without  []string // evidence this scheme has no clause for, said on purpose
}

// FeeRule is what a total below a limit may cost.
type FeeRule struct {
	Below    Points
	PerPoint Points // percent for each point below
	Most     Points // percent
	Label    string
	Readings []Reading
}

// Clause is one line of a scheme.
type Clause struct {
	ID, Group, Title, Text, Unit string
	Evidence                     string // which rule finds its pieces: a key of rules
	Source                       string // where they come from, in words
	Points                       map[string]Points
	Limits                       map[string]Points
	Cap                          *Points // above zero; nil: none
	Forecast                     string  // Rate or Stands
	Readings                     []Reading
}

// How a clause is carried on to the year's end.
const (
	Rate   = "rate"   // as often as so far
	Stands = "stands" // as it stands
)

// Reading is one way to read what the contract leaves open.
type Reading struct {
	ID    string `json:"id"`
	Basis string `json:"basis"` // A3 …; "" where the words are plain
	Text  string `json:"text"`
	Taken bool   `json:"-"`
}

// Taken is the reading a clause is scored by.
func (c Clause) Taken() Reading { return taken(c.Readings) }

func taken(list []Reading) (r Reading) {
	for _, x := range list {
		if x.Taken {
			return x
		}
	}
	return r
}

// Clause finds a clause by ID.
func (s Scheme) Clause(id string) (Clause, bool) {
	for _, c := range s.Clauses {
		if c.ID == id {
			return c, true
		}
	}
	return Clause{}, false
}

// rateNames say what a rate is for beyond "each".
var rateNames = map[string]string{"severe": "严重后果", "overdue": "逾期加扣", "day": "每日", "long_day": "满期后每日", "core": "核心人员", "late": "迟到", "absent": "缺勤", "excellent": "优",
	"good": "良", "fair": "中", "poor": "差", "valid": "有效", "major": "重大"}

// Rates tells what a case costs or gives: −2/次，严重后果 −50.
func (c Clause) Rates() string {
	var out []string
	for _, key := range rules[c.Evidence].rates {
		text := strings.Replace(c.Points[key].String(), "-", "−", 1)
		if c.Points[key] > 0 {
			text = "+" + text
		}
		if key == "each" {
			out = append(out, text+"/"+strings.TrimPrefix(c.Unit, "个"))
			continue
		}
		out = append(out, rateNames[key]+" "+text)
	}
	return strings.Join(out, "，")
}
