package ledger

import (
	"fmt"
	"slices"
	"strings"
)

// Role is what a certificate lets a key do.
type Role string

// The roles of records.md.
const (
	Engineer Role = "engineer" // 驻场工程师
	Lead     Role = "lead"     // 项目经理
	Center   Role = "center"   // 信息中心
	Auditor  Role = "auditor"  // 审计员
	Sysadmin Role = "sysadmin" // 系统管理员
	Secadmin Role = "secadmin" // 安全管理员
)

// State is a label of a record; New ("") is where every record starts.
type State string

// New is the state before the first step.
const New State = ""

// Type is the type of a field; it decides its entry widget, its column and how text is read.
type Type string

// Field types.
const (
	Text   Type = "text"
	Long   Type = "long"   // several lines
	Date   Type = "date"   // 2006-01-02
	Time   Type = "time"   // RFC 3339, Asia/Shanghai
	Int    Type = "int"    // whole number
	Bool   Type = "bool"   // 是, 否
	Choice Type = "choice" // of a dictionary or of Choices
	Ref    Type = "ref"    // ID of a record of kind To
	List   Type = "list"   // of text
	Points Type = "points" // exact decimal as text
	File   Type = "file"   // an attachment of the record, by its hash; typed by its name
	Frozen Type = "frozen" // JSON the program froze; no form asks it, no history shows it
)

// Field describes one field once; form, table, template, history and search are derived from it.
type Field struct {
	Key      string   `json:"key"`
	Label    string   `json:"label"`
	Type     Type     `json:"type"`
	Dict     string   `json:"dict,omitempty"`
	Choices  []string `json:"choices,omitempty"`
	To       string   `json:"to,omitempty"`
	Of       string   `json:"of,omitempty"`   // text that names a record of this kind; a name not known yet stays text
	Names    []string `json:"-"`              // other headers it is met under in spreadsheets
	Example  string   `json:"-"`              // what an example row shows; "" = by its type
	Help     string   `json:"help,omitempty"` // what to write, shown beside the entry
	Required bool     `json:"required"`
	Personal string   `json:"personal,omitempty"` // name, phone, idcard, bankcard: kept in the personal sub-body
	Search   bool     `json:"search,omitempty"`
	Indexed  bool     `json:"-"`                  // lists are often narrowed or sorted by it
	Told     bool     `json:"-"`                  // only steps carry it; the record has no such value
	Step     bool     `json:"step,omitempty"`     // told by a step and read off it; not a field one overwrites
	Future   bool     `json:"future,omitempty"`   // a time or date that may lie ahead: a due, a plan
	Reckoned bool     `json:"reckoned,omitempty"` // found out whenever the record is read: no step tells it, no row holds it
}

// Ask is a field a step asks for.
type Ask struct {
	Key      string `json:"key"`
	Required bool   `json:"required"`
	Lacking  bool   `json:"lacking,omitempty"` // a person must fill it in where the record has none yet; the step's own check holds it
}

// Action describes a step. To "" means it sets no state: it is a fact beside the label.
type Action struct {
	Name     string  `json:"name"`
	Label    string  `json:"label"`
	Roles    []Role  `json:"roles"`
	From     []State `json:"from"`
	To       State   `json:"to,omitempty"`
	Asks     []Ask   `json:"asks"`
	Creates  bool    `json:"creates,omitempty"`  // ranks lowest and never conflicts
	Reserved bool    `json:"reserved,omitempty"` // counts only under a center certificate, or from paper (凭据认定)
	// Names are the steps that "of" may name; where the step answers one, it must.
	Names   []string `json:"names,omitempty"`
	Answers bool     `json:"answers,omitempty"`
	Last    bool     `json:"-"` // naming none means the last not named yet
	// OnSheet lets a row of a spreadsheet tell this step beside the one that begins the record.
	OnSheet bool `json:"on_sheet,omitempty"`
	check   func(Before, Fields) error

	dated    string // key of the field that dates it; "": see dating
	corrects bool   // it says what the record is, not what happened
}

// Before is what a check may look at: the record as the author had seen it.
type Before struct {
	State  State
	Fields Fields
	Facts  any // as the kind derives them
}

// Kind is a record kind: its fields, its actions, its states in rising rank.
type Kind struct {
	Name    string
	Label   string
	Code    string    // in readable numbers: GD-01-2026-000123
	Outside string    // field key of the outside number, "" where there is none
	Keyed   []string  // fields that together say which record is meant, where there is no outside number
	Title   string    // field key shown as the record's name
	Days    [2]string // keys of the two times by whose days records are counted; "" where by none
	Fields  []Field
	Actions []Action
	States  []StateLabel // rising rank; the head highest in rank gives the state
	derive  func(*Record)

	deriving func() Deriving // nil: derive begins anew for each check

	Standing bool // it says what holds, not what happened: see Standing
	index    map[string]int
	actions  map[string]int
}

// StateLabel gives a state its Chinese name.
type StateLabel struct {
	State State  `json:"state"`
	Label string `json:"label"`
}

// Field finds a field by key.
func (k *Kind) Field(key string) (Field, bool) {
	i, ok := k.index[key]
	if !ok {
		return Field{}, false
	}
	return k.Fields[i], true
}

// Action finds an action by name.
func (k *Kind) Action(name string) (Action, bool) {
	i, ok := k.actions[name]
	if !ok {
		return Action{}, false
	}
	return k.Actions[i], true
}

// StateLabel gives the Chinese name of a state.
func (k *Kind) StateLabel(s State) string {
	for _, l := range k.States {
		if l.State == s {
			return l.Label
		}
	}
	return string(s)
}

// Key says which record fields mean, the same on every device: by the outside number, or by the fields that key the kind. It
// is "" where nothing does.
func (k *Kind) Key(f Fields) string {
	if k.Outside != "" || len(k.Keyed) == 0 {
		return f.Text(k.Outside)
	}
	parts := make([]string, len(k.Keyed))
	for i, key := range k.Keyed {
		if parts[i] = f.Text(key); parts[i] == "" {
			return ""
		}
	}
	return strings.Join(parts, " ")
}

// first is the field a step asks first: a row of a spreadsheet that fills it tells the step.
func (a Action) first() string {
	if len(a.Asks) == 0 {
		return ""
	}
	return a.Asks[0].Key
}

// ToldBy reports whether a row's values tell the step.
func (a Action) ToldBy(values map[string]string) bool { return values[a.first()] != "" }

// Sheet are the steps that a row of a spreadsheet may tell, in their order: the one that begins the record, then those beside it.
func (k *Kind) Sheet() (out []Action) {
	for _, a := range k.Actions {
		if a.Creates && len(out) == 0 {
			out = append(out, a)
		}
	}
	for _, a := range k.Actions {
		if a.OnSheet && (len(out) == 0 || a.Name != out[0].Name) {
			out = append(out, a)
		}
	}
	return out
}

// Without is the kind as a version had it that did not yet have these fields and actions: tests let stores of several versions meet.
func (k *Kind) Without(names ...string) *Kind {
	early := *k
	early.index, early.actions, early.Fields, early.Actions = map[string]int{}, map[string]int{}, nil, nil
	for _, f := range k.Fields {
		if !slices.Contains(names, f.Key) {
			early.add(f)
		}
	}
	for _, a := range k.Actions {
		if slices.Contains(names, a.Name) {
			continue
		}
		a.Asks = slices.DeleteFunc(slices.Clone(a.Asks), func(ask Ask) bool { return slices.Contains(names, ask.Key) })
		a.Names = slices.DeleteFunc(slices.Clone(a.Names), func(n string) bool { return slices.Contains(names, n) })
		early.actions[a.Name] = len(early.Actions)
		early.Actions = append(early.Actions, a)
	}
	early.validate()
	return &early
}

func (k *Kind) rank(s State) int {
	return slices.IndexFunc(k.States, func(l StateLabel) bool { return l.State == s })
}

// Open lists the roles that may take the action. Steps without a role are open to engineer and lead.
func (a Action) Open() []Role {
	if len(a.Roles) == 0 {
		return []Role{Engineer, Lead}
	}
	return a.Roles
}

// May reports whether one of the roles may take the action.
func (a Action) May(roles []Role) bool {
	allowed := a.Open()
	return slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(allowed, r) })
}

// Leads reports whether the action may be taken in the state. An action that names no state may be taken in any but New.
func (a Action) Leads(from State) bool {
	if len(a.From) == 0 {
		return from != New
	}
	return slices.Contains(a.From, from)
}

// Check runs the action's own check on the record as seen and the fields to be written.
func (a Action) Check(b Before, f Fields) error {
	if a.check == nil {
		return nil
	}
	return a.check(b, f)
}

// Registry holds the kinds of a program. A kind it does not know is kept verbatim and passed on.
type Registry struct {
	kinds map[string]*Kind
	order []string
}

// NewRegistry panics where two kinds share a name or a number code: that is a mistake in the program.
func NewRegistry(kinds ...*Kind) *Registry {
	r := &Registry{kinds: map[string]*Kind{}}
	codes := map[string]string{}
	for _, k := range kinds {
		if r.kinds[k.Name] != nil || codes[k.Code] != "" {
			panic(fmt.Sprintf("record kind %s: name or code %s is taken", k.Name, k.Code))
		}
		r.kinds[k.Name], codes[k.Code] = k, k.Name
		r.order = append(r.order, k.Name)
	}
	return r
}

// Kind gives nil for an unknown kind.
func (r *Registry) Kind(name string) *Kind { return r.kinds[name] }

// Kinds lists them in the order given.
func (r *Registry) Kinds() []*Kind {
	out := make([]*Kind, len(r.order))
	for i, n := range r.order {
		out[i] = r.kinds[n]
	}
	return out
}
