package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"unicode"

	"opsledger/app/fault"
	"opsledger/app/ledger"
)

// MaxAttachment is the largest file that is joined to a record, in bytes.
const MaxAttachment = 50 << 20

// File is a file to be joined to a record. Its name may hold personal data.
type File struct {
	Name string
	Data []byte
}

// Attach joins files to a record: all of them or none. The same file twice is kept once.
func (a *App) Attach(ctx context.Context, kind, key string, files ...File) (*ledger.Record, error) {
	return a.onRecord(ctx, kind, key, ledger.Attach, func(w Writer, rec *ledger.Record) (steps []stepEntry, err error) {
		for _, f := range files {
			more, at, err := attaching(ctx, w, rec, f)
			if err != nil {
				return nil, err
			}
			rec.Attached, steps = append(rec.Attached, at), append(steps, more...)
		}
		return steps, nil
	})
}

// attaching keeps a file's bytes and gives the step that joins it to a record; none where the record has it already.
func attaching(ctx context.Context, w Writer, rec *ledger.Record, f File) (steps []stepEntry, at ledger.Attachment, err error) {
	if at, err = admissible(f); err != nil {
		return nil, at, err
	}
	if at.Blob, err = w.PutBlob(ctx, f.Data); err != nil {
		return nil, at, err
	}
	if slices.ContainsFunc(rec.Attached, func(o ledger.Attachment) bool { return !o.Erased && o.Name == at.Name && o.Blob == at.Blob }) {
		return nil, at, nil
	}
	e, personal := ledger.AttachEntry(rec.Kind, rec.ID, at)
	return []stepEntry{{entry: e, personal: personal}}, at, nil
}

func admissible(f File) (at ledger.Attachment, err error) {
	at.Name = cleanName(f.Name)
	at.Size, at.Media = int64(len(f.Data)), media[strings.ToLower(path.Ext(at.Name))]
	if at.Media == "" {
		at.Media = "application/octet-stream"
	}
	switch {
	case at.Name == "":
		return at, fault.New(fault.Refused, "附件没有文件名")
	case at.Size == 0:
		return at, fault.New(fault.Refused, "附件“"+at.Name+"”是空文件").With("请检查文件")
	case at.Size > MaxAttachment:
		return at, fault.New(fault.Refused, fmt.Sprintf("附件“%s”有%d字节，超过50 MB", at.Name, at.Size)).With("请压缩或拆分后再添加")
	}
	return at, nil
}

// cleanName keeps a file's own name: no folder, no character that hides what it is.
func cleanName(name string) string {
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, ""), `\`, "/"))
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, name))
	if name == "." || name == ".." || name == "/" {
		return ""
	}
	return name
}

var media = map[string]string{".pdf": "application/pdf", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".txt": "text/plain",
	".csv": "text/csv", ".zip": "application/zip", ".doc": "application/msword", ".xls": "application/vnd.ms-excel",
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}

// Detach takes an attachment, named by its file name or hash, off a record. The history keeps it.
func (a *App) Detach(ctx context.Context, kind, key, name string) (*ledger.Record, error) {
	return a.onRecord(ctx, kind, key, ledger.Detach, func(_ Writer, rec *ledger.Record) ([]stepEntry, error) {
		at, err := attachedAs(rec, name)
		if rulings := resting(rec, at.Blob); err == nil && len(rulings) > 0 && only(rec, at) {
			return nil, fault.New(fault.Refused, "“"+at.Name+"”是凭据认定的书面依据（"+rulings[0].Action.Label+"），不能移除").With(
				"先撤回该认定，再移除附件；须删除其中的个人信息时，用 erase 并写明理由")
		}
		return []stepEntry{{entry: ledger.Entry{Record: rec.ID, Kind: kind, Action: ledger.Detach, Fields: ledger.Fields{"of": string(at.Ref)}}}}, err
	})
}

// resting are the rulings that rest on a paper, whether or not they still count: a center key makes them wait for its word,
// and the paper is what it is asked to see.
func resting(rec *ledger.Record, blob ledger.Hash) (out []*ledger.Taken) {
	for _, s := range rec.Steps {
		if !s.TakenBack && s.Action.Reserved && blob != "" && s.Text(ledger.Paper) == string(blob) {
			out = append(out, s)
		}
	}
	return out
}

// only reports whether no other attachment has the same bytes.
func only(rec *ledger.Record, at ledger.Attachment) bool {
	return !slices.ContainsFunc(rec.Attached, func(o ledger.Attachment) bool { return o.Ref != at.Ref && o.Blob == at.Blob && !o.Erased })
}

// Papers are the names of a record's attachments that rulings rest on.
func (a *App) Papers(ctx context.Context, kind, key string) (out []string, err error) {
	err = a.Store.View(ctx, func(r Reader) error {
		rec, err := a.find(ctx, r, kind, key)
		if err != nil {
			return err
		}
		for _, at := range rec.Attached {
			if len(resting(rec, at.Blob)) > 0 {
				out = append(out, at.Name)
			}
		}
		return nil
	})
	return out, err
}

func attachedAs(rec *ledger.Record, name string) (ledger.Attachment, error) {
	for _, at := range rec.Attached {
		if at.Name == name || len(name) >= 8 && strings.HasPrefix(string(at.Blob), strings.ToLower(name)) {
			return at, nil
		}
	}
	var have []string
	for _, at := range rec.Attached {
		have = append(have, at.Name)
	}
	f := fault.New(fault.NotFound, "附件", name)
	if len(have) > 0 {
		f = f.With("该记录的附件：" + strings.Join(have, "、"))
	}
	return ledger.Attachment{}, f
}

// SaveAttachment copies an attachment out in the clear; the reason is recorded first.
func (a *App) SaveAttachment(ctx context.Context, kind, key, name, reason string, to io.Writer) (at ledger.Attachment, err error) {
	if strings.TrimSpace(reason) == "" {
		return at, fault.New(fault.NeedReason)
	}
	var number string
	err = a.Store.View(ctx, func(r Reader) error {
		rec, err := a.find(ctx, r, kind, key)
		if err == nil {
			number = rec.Number
			at, err = attachedAs(rec, name)
		}
		return err
	})
	if err != nil {
		return at, err
	}
	if err := a.disclosed(ctx, reason, "attachment", kind, number, 1); err != nil {
		return at, err
	}
	err = a.Store.View(ctx, func(r Reader) error { return r.Blob(ctx, at.Blob, to) })
	if errors.Is(err, ErrNotFound) {
		err = fault.New(fault.NotFound, "附件的内容", at.Name).With("该附件尚未随交换包到达，或已删除")
	}
	if errors.Is(err, ErrBlobDamaged) {
		err = fault.New(fault.Damaged, "附件“"+at.Name+"”的内容与其散列不符").Because(err)
	}
	return at, err
}

// LinkRecords links a record to another, of any kind.
func (a *App) LinkRecords(ctx context.Context, kind, key, toKind, toKey, relation string) (*ledger.Record, error) {
	return a.onRecord(ctx, kind, key, ledger.Link, func(w Writer, rec *ledger.Record) ([]stepEntry, error) {
		to, err := a.find(ctx, w, toKind, toKey)
		if err != nil {
			return nil, err
		}
		if relation == "" {
			relation = "相关"
		}
		l := ledger.Linked{Relation: relation, Kind: toKind, To: to.ID, Number: to.Number}
		switch {
		case to.ID == rec.ID:
			return nil, fault.New(fault.Refused, "不能与自己关联")
		case slices.ContainsFunc(rec.Links, func(o ledger.Linked) bool { return o.To == l.To && o.Relation == l.Relation }):
			return nil, fault.New(fault.Refused, "已有这个关联："+relation+" "+to.Number)
		}
		return []stepEntry{{entry: ledger.LinkEntry(kind, rec.ID, l)}}, nil
	})
}

// UnlinkRecords takes the links to another record away.
func (a *App) UnlinkRecords(ctx context.Context, kind, key, toKey string) (*ledger.Record, error) {
	return a.onRecord(ctx, kind, key, ledger.Unlink, func(w Writer, rec *ledger.Record) (steps []stepEntry, err error) {
		for _, l := range rec.Links {
			same, err := leadsTo(ctx, w, l, toKey)
			if err != nil {
				return nil, err
			}
			if same && rec.Step(l.Ref).Entry.Action == ledger.Link {
				steps = append(steps, stepEntry{entry: ledger.Entry{Record: rec.ID, Kind: kind, Action: ledger.Unlink, Fields: ledger.Fields{"of": string(l.Ref)}}})
			}
		}
		if len(steps) == 0 {
			return nil, fault.New(fault.NotFound, "关联", toKey)
		}
		return steps, nil
	})
}

// leadsTo reports whether a link leads to the record of a key: its ID, its number as it was when the link was made, or as it is now.
func leadsTo(ctx context.Context, r Reader, l ledger.Linked, key string) (bool, error) {
	if key == "" || string(l.To) == key || l.Number == key {
		return key != "", nil
	}
	to, err := r.Record(ctx, l.Kind, key)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil && to.ID == l.To, err
}

// EraseRecord erases a record's personal data and the files joined to it; hashes and all else stay, and the chain still
// verifies. It can't be taken back.
func (a *App) EraseRecord(ctx context.Context, kind, key, why string) (*ledger.Record, error) {
	if strings.TrimSpace(why) == "" {
		return nil, fault.New(fault.Missing, "删除理由（--why）")
	}
	return a.onRecord(ctx, kind, key, ledger.Erase, func(_ Writer, rec *ledger.Record) ([]stepEntry, error) {
		return []stepEntry{{entry: ledger.Entry{Record: rec.ID, Kind: kind, Action: ledger.Erase, Fields: ledger.Fields{"why": strings.TrimSpace(why)}}}}, nil
	})
}

// EraseAttachment erases one attachment, named by its file name or hash: its name and what it holds, wherever this record has it. The
// rest of the record stays as it is.
func (a *App) EraseAttachment(ctx context.Context, kind, key, name, why string) (*ledger.Record, error) {
	if strings.TrimSpace(why) == "" {
		return nil, fault.New(fault.Missing, "删除理由（--why）")
	}
	return a.onRecord(ctx, kind, key, ledger.Erase, func(_ Writer, rec *ledger.Record) (steps []stepEntry, err error) {
		at, err := attachedAs(rec, name)
		if err == nil && at.Erased {
			err = fault.New(fault.Refused, "这个附件的内容已经删除")
		}
		if err != nil {
			return nil, err
		}
		for _, s := range rec.Steps {
			if s.Entry.Action == ledger.Attach && !s.Erased && s.Text("blob") == string(at.Blob) {
				steps = append(steps, stepEntry{entry: ledger.Entry{Record: rec.ID, Kind: kind, Action: ledger.Erase, Fields: ledger.Fields{"of": string(s.Ref()), "why": strings.TrimSpace(why)}}})
			}
		}
		return steps, nil
	})
}

// universal gives the use case behind a step every kind has that is not written by its description; nil for others.
func (a *App) universal(s Step) func(context.Context) (*ledger.Record, error) {
	v := s.Values
	switch s.Action {
	case ledger.TakeBack:
		return func(ctx context.Context) (*ledger.Record, error) {
			return a.TakeBack(ctx, s.Kind, s.Key, ledger.EntryRef(v["of"]))
		}
	case ledger.Link:
		return func(ctx context.Context) (*ledger.Record, error) {
			return a.LinkRecords(ctx, s.Kind, s.Key, cmp.Or(v["to_kind"], s.Kind), v["to"], v["relation"])
		}
	case ledger.Unlink:
		return func(ctx context.Context) (*ledger.Record, error) { return a.UnlinkRecords(ctx, s.Kind, s.Key, v["to"]) }
	case ledger.Detach:
		return func(ctx context.Context) (*ledger.Record, error) { return a.Detach(ctx, s.Kind, s.Key, v["file"]) }
	case ledger.Settle:
		return func(ctx context.Context) (*ledger.Record, error) {
			return a.Settle(ctx, s.Kind, s.Key, v["field"], ledger.EntryRef(v["take"]))
		}
	case ledger.Erase:
		return func(ctx context.Context) (*ledger.Record, error) {
			if v["file"] != "" {
				return a.EraseAttachment(ctx, s.Kind, s.Key, v["file"], v["why"])
			}
			return a.EraseRecord(ctx, s.Kind, s.Key, v["why"])
		}
	}
	return nil
}

// onRecord writes steps every kind has on a record that exists, and gives it as it then stands.
func (a *App) onRecord(ctx context.Context, kind, key, action string, steps func(Writer, *ledger.Record) ([]stepEntry, error)) (rec *ledger.Record, err error) {
	err = a.Store.Write(ctx, func(w Writer) error {
		if err := a.checkClock(ctx, w); err != nil {
			return err
		}
		if rec, err = a.find(ctx, w, kind, key); err != nil {
			return err
		}
		if err := a.worksOn(ctx, w, action); err != nil {
			return err
		}
		entries, err := steps(w, rec)
		if err != nil {
			return err
		}
		if len(entries) == 0 {
			return nil
		}
		if err := a.write(ctx, w, entries); err != nil {
			return err
		}
		rec, err = w.Record(ctx, kind, string(rec.ID))
		return err
	})
	return rec, err
}

// worksOn refuses who may look only.
func (a *App) worksOn(ctx context.Context, r Reader, action string) error {
	roster, err := r.Roster(ctx)
	if err != nil {
		return err
	}
	may := everyKind(action)
	if !slices.ContainsFunc(roster.Holds(a.Author.Actor()), func(r ledger.Role) bool { return slices.Contains(may, r) }) {
		return a.mayNot(roster, ledger.UniversalLabel(action), RoleNames(may, "或"))
	}
	return nil
}

// everyKind are the roles that take a step every kind has: who joins may part again.
func everyKind(action string) []ledger.Role {
	switch action {
	case ledger.Attach, ledger.Detach, ledger.Link, ledger.Unlink, ledger.Settle:
		return []ledger.Role{ledger.Engineer, ledger.Lead, ledger.Center}
	case ledger.Erase:
		return []ledger.Role{ledger.Lead, ledger.Center, ledger.Secadmin}
	}
	return []ledger.Role{ledger.Engineer, ledger.Lead}
}

// EveryKind are the steps that records of a kind have like all others, with who may take them and what they ask.
func EveryKind(k *ledger.Kind) []ledger.Action {
	amend := amending(k)
	out := []ledger.Action{{Name: ledger.Amend, Asks: amend.Asks},
		{Name: ledger.Link, Asks: []ledger.Ask{{Key: "to", Required: true}, {Key: "to_kind"}, {Key: "relation"}}},
		{Name: ledger.Unlink, Asks: []ledger.Ask{{Key: "to", Required: true}}},
		{Name: ledger.Detach, Asks: []ledger.Ask{{Key: "file", Required: true}}},
		{Name: ledger.Erase, Asks: []ledger.Ask{{Key: "why", Required: true}}}}
	for i := range out {
		out[i].Label, out[i].Roles = ledger.UniversalLabel(out[i].Name), everyKind(out[i].Name)
	}
	return out
}

// find takes an ID, a number or what keys the kind: a person's name, a day's 张工 2026-03-05.
func (a *App) find(ctx context.Context, r Reader, kind, key string) (*ledger.Record, error) {
	k := a.Kinds.Kind(kind)
	if k == nil {
		return nil, fault.New(fault.UnknownKind, kind)
	}
	rec, err := r.Record(ctx, kind, key)
	if errors.Is(err, ErrNotFound) && k.Outside == "" && len(k.Keyed) > 0 {
		rec, err = r.Record(ctx, kind, string(ledger.NewRecordID(a.Ledger, kind, key)))
	}
	if errors.Is(err, ErrNotFound) {
		return nil, a.unseen(ctx, r, fault.New(fault.NotFound, k.Label, key))
	}
	return rec, err
}
