package training

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"opsledger/app/ledger"
)

// The parties of a training (R121).
const (
	Business  = "业务人员"
	Technical = "技术人员"
	Developer = "开发人员"
)

// PartyNames are the parties in their order.
var PartyNames = []string{Business, Technical, Developer}

// Participant is who signed in. Name and unit together say who it is.
type Participant struct {
	Name  string `json:"name"`
	Unit  string `json:"unit,omitempty"`
	Party string `json:"party,omitempty"`
	Score string `json:"score,omitempty"` // exact decimal
}

// key folds the spaces people type differently; everything else of a name is kept, rare characters too.
func (p Participant) key() string {
	return plain(p.Name) + "\x00" + plain(p.Unit)
}

// String is the line of a list: 姓名 | 单位 | 所属方 | 成绩, as far as told.
func (p Participant) String() string {
	parts := []string{p.Name, p.Unit, p.Party, p.Score}
	for len(parts) > 1 && parts[len(parts)-1] == "" {
		parts = parts[:len(parts)-1]
	}
	return strings.Join(parts, " | ")
}

func (p Participant) who() string {
	if p.Unit == "" {
		return p.Name
	}
	return p.Name + "（" + p.Unit + "）"
}

var (
	separators = strings.NewReplacer("｜", "|", "\t", "|", "，", "|", ",", "|")
	partyShort = map[string]string{"业务": Business, "技术": Technical, "开发": Developer, "研发": Developer, "软件开发人员": Developer, "技术方": Technical, "业务方": Business, "开发方": Developer}
)

// Parse reads one line of a list: 姓名 | 单位 | 所属方 | 成绩. The parts after the name may be left out; | , and tabs part them.
func Parse(line string) (p Participant, err error) {
	parts := strings.Split(separators.Replace(line), "|")
	if len(parts) > 4 {
		return p, fmt.Errorf("“%s”有%d段，应为：姓名 | 单位 | 所属方 | 成绩", line, len(parts))
	}
	for len(parts) < 4 {
		parts = append(parts, "")
	}
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	p = Participant{parts[0], parts[1], parts[2], parts[3]}
	if full := partyShort[p.Party]; full != "" {
		p.Party = full
	}
	switch {
	case p.Name == "":
		return p, errors.New("没有姓名")
	case p.Party != "" && !slices.Contains(PartyNames, p.Party):
		return p, fmt.Errorf("所属方“%s”不对，可填：%s", p.Party, strings.Join(PartyNames, "、"))
	case p.Score != "" && !isScore(p.Score):
		return p, fmt.Errorf("成绩“%s”应为数字", p.Score)
	}
	return p, nil
}

func isScore(s string) bool {
	whole, part, dotted := strings.Cut(s, ".")
	digits := func(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
	return digits(whole) && len(whole) <= 4 && (!dotted || digits(part) && len(part) <= 2)
}

// roll is who signed in, each once, in the order of signing.
type roll struct {
	list []Participant
	at   map[string]int
}

func newRoll() *roll { return &roll{at: map[string]int{}} }

// add takes a participant in; one already there only gains what is told newly.
func (r *roll) add(p Participant) {
	i, there := r.at[p.key()]
	if !there {
		r.at[p.key()] = len(r.list)
		r.list = append(r.list, p)
		return
	}
	if p.Party != "" {
		r.list[i].Party = p.Party
	}
	if p.Score != "" {
		r.list[i].Score = p.Score
	}
}

// find gives the place of a name; without a unit it must be the only one of that name.
func (r *roll) find(p Participant) (int, error) {
	if i, ok := r.at[p.key()]; ok {
		return i, nil
	}
	found := -1
	for i, o := range r.list {
		if (Participant{Name: o.Name}).key() != (Participant{Name: p.Name}).key() || p.Unit != "" {
			continue
		}
		if found >= 0 {
			return -1, fmt.Errorf("签到名单里有不止一个%s，请写明单位", p.Name)
		}
		found = i
	}
	if found < 0 {
		return -1, fmt.Errorf("签到名单里没有%s", p.who())
	}
	return found, nil
}

// remove takes out whom find means.
func (r *roll) remove(p Participant) {
	i, err := r.find(p)
	if err != nil {
		return
	}
	rest := slices.Delete(slices.Clone(r.list), i, i+1)
	r.list, r.at = nil, map[string]int{}
	for _, p := range rest {
		r.add(p)
	}
}

// rollOf reads a shown list back.
func rollOf(v any) *roll {
	r := newRoll()
	for _, line := range ledger.Lines(v) {
		if p, err := Parse(line); err == nil {
			r.add(p)
		}
	}
	return r
}

func participant(f func(string) string) Participant {
	return Participant{strings.TrimSpace(f("name")), strings.TrimSpace(f("unit")), f("party"), f("score")}
}

// said is a list of faults cut short: the first few and how many more.
func said(faults []string) error {
	const most = 5
	if len(faults) == 0 {
		return nil
	}
	more := ""
	if len(faults) > most {
		more = fmt.Sprintf("；另有%d处", len(faults)-most)
		faults = faults[:most]
	}
	return errors.New(strings.Join(faults, "；") + more)
}

// checkMany reads every line and tells which can't be read, and who stands twice or has signed in already.
func checkMany(b ledger.Before, f ledger.Fields) error {
	have := factsBefore(b).roll
	seen := map[string]int{}
	var faults []string
	for i, line := range ledger.Lines(f["participants"]) {
		p, err := Parse(line)
		first, twice := seen[p.key()]
		_, there := have.at[p.key()]
		switch {
		case err != nil:
			faults = append(faults, fmt.Sprintf("第%d行：%s", i+1, err))
		case twice:
			faults = append(faults, fmt.Sprintf("第%d行与第%d行是同一人：%s", i+1, first, p.who()))
		case there:
			faults = append(faults, fmt.Sprintf("第%d行：%s已签到", i+1, p.who()))
		default:
			seen[p.key()] = i + 1
		}
	}
	return said(faults)
}

func checkSignIn(b ledger.Before, f ledger.Fields) error {
	p := participant(f.Text)
	if strings.ContainsAny(p.Name+p.Unit, "|｜,，\t\n") {
		return errors.New("姓名和单位里不能有逗号和竖线；多人请用批量签到，每行一人")
	}
	if _, there := factsBefore(b).roll.at[p.key()]; there {
		return fmt.Errorf("%s已签到", p.who())
	}
	return nil
}

func checkScore(b ledger.Before, f ledger.Fields) error {
	_, err := factsBefore(b).roll.find(participant(f.Text))
	return err
}
