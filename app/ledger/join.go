package ledger

import (
	"regexp"
	"slices"
)

// Attachment is a file joined to a record. The file lies in the store under the hash of its bytes; its name is personal data
// and goes with an erasure.
type Attachment struct {
	Ref   EntryRef // the step that joined it
	Blob  Hash
	Name  string // ErasedMark where erased
	Size  int64  // bytes
	Media string // as guessed from the name: "application/pdf"

	Erased bool // its name, and with it the file
}

// Linked is a link to another record.
type Linked struct {
	Ref      EntryRef
	Relation string // 关联, 合并, 来源 …
	Kind     string
	To       RecordID
	Number   string // as it stood when the link was made, for reading
}

// AttachEntry joins a file to a record. Its name travels in the personal sub-body.
func AttachEntry(kind string, id RecordID, a Attachment) (Entry, Fields) {
	return Entry{Record: id, Kind: kind, Action: Attach, Fields: Fields{"blob": string(a.Blob), "size": a.Size, "media": a.Media}}, Fields{"file_name": a.Name}
}

// Refer makes what a step or a field refers to a link as well, so that it is seen from the other side. by names the place of the
// reference: a record has one link from each.
func (r *Record) Refer(by, relation, kind string, to RecordID) {
	ref := EntryRef(by)
	if to != "" && !slices.ContainsFunc(r.Links, func(l Linked) bool { return l.Ref == ref }) {
		r.Links = append(r.Links, Linked{Ref: ref, Relation: relation, Kind: kind, To: to})
	}
}

// LinkEntry links a record to another.
func LinkEntry(kind string, id RecordID, l Linked) Entry {
	return Entry{Record: id, Kind: kind, Action: Link, Fields: Fields{"link": string(l.To), "link_kind": l.Kind,
		"link_number": l.Number, "relation": l.Relation}}
}

// join reads attachments and links off the steps. A removal holds for the step it names and had seen.
func (f *folding) join() {
	for _, s := range f.counting() {
		switch {
		case s.Entry.Action == Attach && !f.undone(s, Detach):
			f.rec.Attached = append(f.rec.Attached, attachment(s))
		case s.Entry.Action == Link && !f.undone(s, Unlink):
			f.rec.Links = append(f.rec.Links, linked(s))
		}
	}
}

func linked(s *Taken) Linked {
	return Linked{Ref: s.Ref(), Relation: s.Text("relation"), Kind: s.Text("link_kind"), To: RecordID(s.Text("link")), Number: s.Text("link_number")}
}

func (f *folding) undone(s *Taken, by string) bool {
	return slices.ContainsFunc(f.counting(), func(o *Taken) bool {
		return o.Entry.Action == by && o.Text("of") == string(s.Ref()) && o.Sees(s.Placed)
	})
}

func attachment(s *Taken) Attachment {
	a := Attachment{Ref: s.Ref(), Blob: Hash(s.Text("blob")), Name: s.Text("file_name"), Media: s.Text("media"), Erased: s.Erased}
	if a.Name == "" {
		a.Name = ErasedMark
	}
	a.Size, _ = s.Value("size").(int64)
	return a
}

// Answered gives the answers to a request that hold: of those that name it, the ones no other has seen. Where they are of
// different actions, an open conflict is noted on the record; a further answer that has seen them settles it.
func (r *Record) Answered(request *Taken, actions ...string) []*Taken {
	var answers []*Taken
	for _, s := range r.Steps {
		if s.Counts && !s.TakenBack && slices.Contains(actions, s.Entry.Action) && s.Text("of") == string(request.Ref()) {
			answers = append(answers, s)
		}
	}
	answers = heads(answers)
	if slices.ContainsFunc(answers, func(s *Taken) bool { return s.Entry.Action != answers[0].Entry.Action }) {
		c := Conflict{Field: request.Entry.Action}
		for _, s := range answers {
			c.Sides = append(c.Sides, Side{Ref: s.Ref(), Value: s.Entry.Action, Step: s})
		}
		r.Conflicts = append(r.Conflicts, c)
	}
	return answers
}

var reference = regexp.MustCompile(`^[0-9a-f]{64}:\d{1,3}$`)

// Valid reports whether r is well formed.
func (r EntryRef) Valid() bool { return reference.MatchString(string(r)) }
