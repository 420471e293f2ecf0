package ledger

import (
	"fmt"
	"reflect"
	"strings"
	"time"
	"unicode"
)

// Option completes a kind's description.
type Option func(*Kind)

// Define describes a kind from a struct: each field with a label tag is a field of the record.
//
//	Phone string `label:"联系电话" personal:"phone" need:"yes" search:"yes"`
//
// Tags: label; need:"yes"; dict:"region"; choices:"优,良"; to:"unit"; personal:"name|phone|idcard|bankcard";
// search:"yes"; index:"yes"; type:"long|points|list|file" where the Go type does not say it; future:"yes" for a time that may lie
// ahead; step:"yes" for a value that steps tell and Derive reads off them; of:"person" for text that names a record of a kind;
// help:"what to write"; example:"2026" for the template's example row; names:"下班,签退" for other headers in spreadsheets. Keys are the Go names in snake_case. A mistake panics at start-up.
func Define[T any](name, label string, opts ...Option) *Kind {
	k := &Kind{Name: name, Label: label, index: map[string]int{}, actions: map[string]int{}}
	t := reflect.TypeFor[T]()
	for i := range t.NumField() {
		if f := t.Field(i); f.Tag.Get("label") != "" {
			k.add(describe(f))
		}
	}
	for _, o := range opts {
		o(k)
	}
	k.papers()
	k.validate()
	return k
}

func (k *Kind) add(f Field) {
	if _, twice := k.index[f.Key]; twice {
		panic(fmt.Sprintf("kind %s: field %s stands twice", k.Name, f.Key))
	}
	k.index[f.Key] = len(k.Fields)
	k.Fields = append(k.Fields, f)
}

func describe(f reflect.StructField) Field {
	tag := f.Tag
	d := Field{Key: Key(f.Name), Label: tag.Get("label"), Dict: tag.Get("dict"), To: tag.Get("to"), Of: tag.Get("of"), Help: tag.Get("help"), Example: tag.Get("example"),
		Required: tag.Get("need") == "yes", Personal: tag.Get("personal"), Search: tag.Get("search") == "yes",
		Step: tag.Get("step") == "yes" || tag.Get("reckoned") == "yes", Reckoned: tag.Get("reckoned") == "yes", Future: tag.Get("future") == "yes", Indexed: tag.Get("index") == "yes", Type: Type(tag.Get("type"))}
	d.Choices, d.Names = parts(tag.Get("choices")), parts(tag.Get("names"))
	if d.Type == "" {
		d.Type = typeOf(f.Type, d)
	}
	return d
}

func parts(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ",")
}

func typeOf(t reflect.Type, d Field) Type {
	switch {
	case d.Dict != "" || len(d.Choices) > 0:
		return Choice
	case d.To != "":
		return Ref
	case t == reflect.TypeFor[time.Time]():
		return Time
	case t == reflect.TypeFor[Day]():
		return Date
	case t.Kind() == reflect.Bool:
		return Bool
	case t.Kind() == reflect.Int || t.Kind() == reflect.Int64:
		return Int
	case t.Kind() == reflect.Slice:
		return List
	}
	return Text
}

// Day is a date without a clock: 2006-01-02.
type Day string

// Key turns a Go name into the key used in entries, JSON and on the command line: OutsideNumber → outside_number.
func Key(goName string) string {
	var b strings.Builder
	rs := []rune(goName)
	for i, r := range rs {
		if unicode.IsUpper(r) && i > 0 && (!unicode.IsUpper(rs[i-1]) || i+1 < len(rs) && unicode.IsLower(rs[i+1])) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// Numbered sets the code used in readable numbers and the field that shows as the record's name.
func Numbered(code, title string) Option {
	return func(k *Kind) { k.Code, k.Title = code, title }
}

// OutsideNumber names the field whose value the record's ID is derived from.
func OutsideNumber(key string) Option { return func(k *Kind) { k.Outside = key } }

// KeyedBy names the fields that together say which record is meant, so that two who write down the same thing apart make one record.
func KeyedBy(keys ...string) Option { return func(k *Kind) { k.Keyed = keys } }

// CountedByDays names the two indexed times by whose days the store keeps count, so that a year of many records is counted without
// them.
func CountedByDays(first, second string) Option {
	return func(k *Kind) { k.Days = [2]string{first, second} }
}

// States lists the states in rising rank with their Chinese names: "new:待签收".
func States(labels ...string) Option {
	return func(k *Kind) {
		for _, l := range labels {
			s, label, _ := strings.Cut(l, ":")
			k.States = append(k.States, StateLabel{State(s), label})
		}
	}
}

// Derive runs after the fold and reads the facts off the steps that count.
func Derive(f func(*Record)) Option { return func(k *Kind) { k.derive = f } }

// Told adds fields that only steps carry: they are asked, kept with the step and shown in its history.
func Told(fields ...Field) Option {
	return func(k *Kind) {
		for _, f := range fields {
			f.Step, f.Told = true, true
			k.add(f)
		}
	}
}

// StepOption narrows a step.
type StepOption func(*Action)

// Step adds an action.
func Step(name, label string, opts ...StepOption) Option {
	return func(k *Kind) {
		a := Action{Name: name, Label: label, corrects: name == "void"} // a record that is void never was
		for _, o := range opts {
			o(&a)
		}
		if _, twice := k.actions[name]; twice {
			panic(fmt.Sprintf("kind %s: action %s stands twice", k.Name, name))
		}
		k.actions[name] = len(k.Actions)
		k.Actions = append(k.Actions, a)
	}
}

// From names the states a step may be taken in; without it, any but New.
func From(states ...State) StepOption { return func(a *Action) { a.From = states } }

// To names the state a step sets.
func To(s State) StepOption { return func(a *Action) { a.To = s } }

// By limits a step to roles.
func By(roles ...Role) StepOption { return func(a *Action) { a.Roles = roles } }

// Asks names the fields of a step; a key ending in ? may be left out, one ending in ! where the record has the field already.
func Asks(keys ...string) StepOption {
	return func(a *Action) {
		for _, key := range keys {
			name := strings.TrimRight(key, "?!")
			a.Asks = append(a.Asks, Ask{Key: name, Required: name == key, Lacking: strings.HasSuffix(key, "!")})
		}
	}
}

// Creates marks the step that begins a record: it ranks lowest and never conflicts.
func Creates() StepOption { return func(a *Action) { a.Creates = true; a.From = []State{New} } }

// Naming lets a step name, in "of", an earlier step of one of these actions.
func Naming(actions ...string) StepOption { return func(a *Action) { a.Names = actions } }

// NamingLast is Naming where a step that names none means the last one not named yet.
func NamingLast(actions ...string) StepOption {
	return func(a *Action) { a.Names, a.Last = actions, true }
}

// Answering makes a step answer one: "of" must name it.
func Answering(actions ...string) StepOption {
	return func(a *Action) { a.Names, a.Answers = actions, true }
}

// ReservedToCenter marks a step that counts only under a certificate of the information center. Where no center key exists, a lead
// may record it from paper (凭据认定): the step then tells the paper and its date.
func ReservedToCenter() StepOption {
	return func(a *Action) { a.Reserved = true; a.Roles = []Role{Center} }
}

// OnSheet lets a row of a spreadsheet tell the step as well: a row that fills the first field the step asks takes it.
func OnSheet() StepOption { return func(a *Action) { a.OnSheet = true } }

// Checked adds a check on the record as seen and the fields written; it runs at entry and again on arrival.
func Checked(f func(Before, Fields) error) StepOption { return func(a *Action) { a.check = f } }

// The fields of a ruling recorded from paper.
const (
	Paper     = "paper"      // the scan's attachment, by its hash
	PaperDate = "paper_date" // the paper's own date
)

// papers adds to every reserved step what a ruling from paper tells.
func (k *Kind) papers() {
	for i, a := range k.Actions {
		if !a.Reserved {
			continue
		}
		if _, ok := k.index[Paper]; !ok {
			Told(Field{Key: Paper, Label: "书面依据", Type: File}, Field{Key: PaperDate, Label: "依据日期", Type: Date})(k)
		}
		k.Actions[i].Asks = append(k.Actions[i].Asks, Ask{Key: Paper}, Ask{Key: PaperDate})
	}
}

func (k *Kind) validate() {
	for _, a := range k.Actions {
		if f, ok := k.Field(a.first()); a.OnSheet && (!ok || f.Told) {
			panic(fmt.Sprintf("kind %s: a row that tells step %s can't be known again", k.Name, a.Name))
		}
		for _, ask := range a.Asks {
			if _, ok := k.index[ask.Key]; !ok {
				panic(fmt.Sprintf("kind %s: step %s asks for unknown field %s", k.Name, a.Name, ask.Key))
			}
		}
		for _, name := range a.Names {
			if _, ok := k.actions[name]; !ok {
				panic(fmt.Sprintf("kind %s: step %s names unknown step %s", k.Name, a.Name, name))
			}
		}
		if f, ok := k.index[a.dated]; a.dated != "" && (!ok || k.Fields[f].Type != Time) {
			panic(fmt.Sprintf("kind %s: step %s is dated by %s, which is no time", k.Name, a.Name, a.dated))
		}
		for _, s := range append([]State{a.To}, a.From...) {
			if s != New && k.rank(s) < 0 {
				panic(fmt.Sprintf("kind %s: step %s uses unknown state %s", k.Name, a.Name, s))
			}
		}
	}
	for _, key := range k.Days {
		if f, _ := k.Field(key); key != "" && !(f.Indexed && f.Type == Time) {
			panic(fmt.Sprintf("kind %s: days are counted by %s, which is no indexed time", k.Name, key))
		}
	}
	for _, key := range append([]string{k.Outside, k.Title}, k.Keyed...) {
		if _, ok := k.index[key]; key != "" && !ok {
			panic(fmt.Sprintf("kind %s: unknown field %s", k.Name, key))
		}
	}
}
