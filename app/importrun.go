package app

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/dictionary"
	"opsledger/app/rule/intake"
)

// Importing says how a spreadsheet is taken in.
type Importing struct {
	Rows         intake.Rows
	Mapping      map[string]string // header → key, as a person gave it; kept for this layout. nil: use what is kept
	Epoch1904    bool
	Separated    bool                  // the rows are separated text, where a lost quote shifts cells
	DryRun       bool                  // say what would happen, write nothing
	AllOrNothing bool                  // one faulty row refuses all
	Total        int                   // rows to come, as far as known; for Progress only
	Progress     func(done, total int) // rows taken in; may be nil
}

// Imported is what came of it. Rows counts data rows: each was created, updated, unchanged, or is faulty.
type Imported struct {
	Rows        int              `json:"rows"`
	Created     int              `json:"created"`
	Updated     int              `json:"updated"`
	Unchanged   int              `json:"unchanged"`
	FaultyRows  int              `json:"faulty_rows"`
	Faults      []intake.Fault   `json:"faults"`
	Warnings    []intake.Fault   `json:"warnings,omitempty"`
	Changes     []Change         `json:"changes,omitempty"`          // what updates changed, the first MaxChanges
	LeftOut     int              `json:"changes_left_out,omitempty"` // updates beyond these
	Samples     []Sample         `json:"-"`                          // the first new ones
	HeaderRow   int              `json:"header_row"`
	Mapping     []intake.Heading `json:"mapping"`
	KeptMapping bool             `json:"kept_mapping"` // a mapping given for this layout before was used again
	Notes       []string         `json:"notes,omitempty"`
	Ignored     []string         `json:"ignored,omitempty"`
	Group       string           `json:"-"` // of the commits it wrote, "" of none: GroupKey finds the records by it
}

// Renamed tells which columns a mapping read as what.
func (m Imported) Renamed() string {
	var out []string
	for _, h := range m.Mapping {
		if h.Key != "" && h.Header != h.Label {
			out = append(out, h.Column+"列“"+h.Header+"”→"+h.Label)
		}
	}
	return strings.Join(out, "、")
}

// Sample is a new record as a preview shows it, masked.
type Sample struct {
	Row           int
	Number, Title string
}

// MaxSamples is how many new records a preview shows.
const MaxSamples = 50

// MaxChanges is how many updates are told one by one.
const MaxChanges = 50_000

// importRun is an import under way, within its transaction. Rows are taken in as they are read: none is held.
type importRun struct {
	*App
	in      Importing
	w       Writer
	kind    *ledger.Kind
	dicts   dictionary.Set
	group   group
	out     *Imported
	pending []stepEntry // steps not yet appended
	size    int         // their texts, in bytes
	ids     map[ledger.RecordID]bool
	done    int
}

// errUndo takes a dry run back.
var errUndo = errors.New("dry run")

// importRows runs read within one transaction. What read or a row's steps refuse, nothing is written of.
func (a *App) importRows(ctx context.Context, k *ledger.Kind, in Importing, read func(*importRun, intake.Options) (intake.Result, error)) (Imported, error) {
	out := Imported{Faults: []intake.Fault{}}
	err := a.Store.Write(ctx, func(w Writer) error {
		run, o, err := a.beginImport(ctx, w, k, in, &out)
		if err != nil {
			return err
		}
		result, err := read(run, o)
		if err != nil {
			return err
		}
		run.account(result)
		if err := run.flush(ctx); err != nil {
			return err
		}
		if in.AllOrNothing && out.FaultyRows > 0 {
			out.Created, out.Updated, out.Changes = 0, 0, nil
			return fault.New(fault.ImportFaults, out.FaultyRows)
		}
		if err := run.keepMapping(ctx, result.Headers); err != nil {
			return err
		}
		if in.DryRun {
			return errUndo
		}
		return ctx.Err()
	})
	switch {
	case err == nil || errors.Is(err, errUndo):
		if in.DryRun || out.Created+out.Updated == 0 {
			out.Group = ""
		}
		return out, nil
	case fault.Is(err, fault.ImportFaults):
		return out, err
	}
	return Imported{}, err
}

func (a *App) beginImport(ctx context.Context, w Writer, k *ledger.Kind, in Importing, out *Imported) (*importRun, intake.Options, error) {
	var o intake.Options
	if err := a.checkClock(ctx, w); err != nil {
		return nil, o, err
	}
	dicts, err := a.Dictionaries(ctx, w)
	if err != nil {
		return nil, o, err
	}
	g, err := a.newGroup()
	if err != nil {
		return nil, o, err
	}
	out.Group = g.name
	kept, err := keptMappings(ctx, w, k.Name)
	o = intake.Options{Dictionaries: dicts, Mapping: in.Mapping, Kept: kept, Now: a.Now(), Epoch1904: in.Epoch1904, Separated: in.Separated}
	return &importRun{App: a, in: in, w: w, kind: k, dicts: dicts, group: g, out: out, ids: map[ledger.RecordID]bool{}}, o, err
}

// existing reads the rows, without their steps, of those records that are here already.
func (i *importRun) existing(ctx context.Context, ids ...ledger.RecordID) (map[ledger.RecordID]*Row, error) {
	if err := ctx.Err(); err != nil || len(ids) == 0 {
		return nil, err
	}
	i.tell(len(ids))
	keys := make([]string, len(ids))
	for n, id := range ids {
		keys[n] = string(id)
		if i.ids[id] { // it came with this very file
			if err := i.flush(ctx); err != nil {
				return nil, err
			}
		}
	}
	found := map[ledger.RecordID]*Row{}
	q := Query{Kind: i.kind.Name, Where: []Condition{{Key: "id", Op: Equal, Value: keys}}}
	err := i.w.Each(ctx, q, func(row *Row) error {
		found[row.ID] = row
		return nil
	})
	return found, err
}

// tell shows the progress every so many rows.
func (i *importRun) tell(rows int) {
	before := i.done
	if i.done += rows; i.in.Progress != nil && i.done/together > before/together {
		i.in.Progress(i.done, max(i.done, i.in.Total))
	}
}

const (
	pendingSteps = 4 * ledger.MaxEntries
	pendingBytes = 4 << 20
)

// add takes steps on. They are appended many at a time, never all: a large export would fill the memory.
func (i *importRun) add(ctx context.Context, steps []stepEntry) error {
	for _, s := range steps {
		i.ids[s.entry.Record] = true
		for _, v := range s.entry.Fields {
			text, _ := v.(string)
			i.size += len(text)
		}
	}
	i.pending = append(i.pending, steps...)
	if len(i.pending) < pendingSteps && i.size < pendingBytes {
		return nil
	}
	return i.flush(ctx)
}

func (i *importRun) flush(ctx context.Context) error {
	err := i.writeIn(ctx, i.w, i.group, i.pending)
	i.pending, i.size = i.pending[:0], 0
	clear(i.ids)
	return err
}

// account adds what the reading found to what the rows' steps found, by row.
func (i *importRun) account(r intake.Result) {
	byRow := func(a, b intake.Fault) int { return cmp.Compare(a.Row, b.Row) }
	i.out.Rows, i.out.HeaderRow, i.out.Mapping = r.Rows, r.Header, r.Columns
	i.out.KeptMapping, i.out.Notes, i.out.Ignored = r.KeptMapping, r.Notes, r.Ignored
	i.out.Unchanged += r.Repeated
	i.out.FaultyRows += r.FaultyRows
	i.out.Faults = append(i.out.Faults, r.Faults...)
	i.out.Warnings = append(i.out.Warnings, r.Warnings...)
	slices.SortStableFunc(i.out.Faults, byRow)
	slices.SortStableFunc(i.out.Warnings, byRow)
}
