package app

import (
	"context"
	"errors"
	"io"
	"time"

	"opsledger/app/ledger"
)

// ErrNotFound means no record of that kind has that ID or number.
var ErrNotFound = errors.New("no such record")

// ErrEnough ends a reading early; whoever reads takes it for no failure.
var ErrEnough = errors.New("enough")

// ErrBlobDamaged means an attachment's bytes do not fit its hash.
var ErrBlobDamaged = errors.New("attachment does not fit its hash")

// Store is a ledger on disk. One process holds it at a time.
type Store interface {
	// View runs fn on one snapshot. fn must not keep the Reader.
	View(ctx context.Context, fn func(Reader) error) error
	// Write runs fn in one transaction: all that it appends is on disk when Write returns nil, else nothing is.
	Write(ctx context.Context, fn func(Writer) error) error
	// Verify reads every page, commit, hash and signature, refolds every record and compares. progress is called
	// with done and total steps; it may be nil.
	Verify(ctx context.Context, progress func(done, total int)) (Audit, error)
	// Rebuild throws the folded tables away and makes them again from the feed.
	Rebuild(ctx context.Context, progress func(done, total int)) (Rebuilt, error)
	// Tidy does a little of what makes searches quick again after much was written, some hundredths of a second of it; more: there is
	// more to do. Between two calls others may write, and none need follow: what it leaves undone costs time only.
	Tidy(ctx context.Context) (more bool, err error)
	Close() error
}

// Reader reads one snapshot.
type Reader interface {
	// Record finds a record by ID, by readable number or by outside number; ErrNotFound. It comes with its steps.
	Record(ctx context.Context, kind, key string) (*ledger.Record, error)
	// Records gives those of a kind that are here of some IDs, each with its steps, from one look at the feed.
	Records(ctx context.Context, kind string, ids []ledger.RecordID, fn func(*ledger.Record) error) error
	// Each gives the folded records of a query in its order, one at a time, without steps. fn's record is its own
	// to keep. Facts is nil; Body gives them as JSON for the kind to decode.
	Each(ctx context.Context, q Query, fn func(*Row) error) error
	// Count counts what a query finds, stopping at limit (0: all).
	Count(ctx context.Context, q Query, limit int) (int, error)
	// Tally gives how many records of a kind have each state and each choice, by field and value; it reads no record.
	Tally(ctx context.Context, kind string) (map[string]map[string]int, error)
	// Tip is where this device's feed stands.
	Tip(ctx context.Context) (ledger.Tip, error)
	// Roster is the folded roster.
	Roster(ctx context.Context) (*ledger.Roster, error)
	// LastSigned is the latest commit here that a key signed; "" where there is none.
	LastSigned(ctx context.Context, key ledger.KeyID) (ledger.Hash, error)
	// Heads are the heads of all feeds, in order of the feeds.
	Heads(ctx context.Context) ([]Head, error)
	// Forks are the feeds that go on in two ways, neither of which has seen the other, and no feed was begun by who wrote it that has
	// seen both.
	Forks(ctx context.Context) ([]Fork, error)
	// Uncovered are those of some commits that a device with these heads does not have; proved is false where a head is not here, so
	// that it may have them all the same.
	Uncovered(ctx context.Context, of, heads []ledger.Hash) (out []ledger.Hash, proved bool, err error)
	// Commits lists what the audit log shows, those that came last first. at is the place of each in the order of arrival here.
	Commits(ctx context.Context, q CommitQuery, fn func(at int64, s *ledger.Sealed) error) error
	// LinksTo are the links of other records that lead to this one, in order of their making.
	LinksTo(ctx context.Context, id ledger.RecordID) ([]Incoming, error)
	// LinksOf are all links of a relation between records of one kind: from and to.
	LinksOf(ctx context.Context, kind, relation string) ([][2]ledger.RecordID, error)
	// Doubtful are the records that a step of a doubtful time (时间存疑) touches.
	Doubtful(ctx context.Context) (map[ledger.RecordID]bool, error)
	// Blob copies an attachment's bytes; ErrNotFound where it is not here, ErrBlobDamaged where they do not fit.
	Blob(ctx context.Context, hash ledger.Hash, to io.Writer) error
	// Known is what this PC had received up to a moment, by the order of reception.
	Known(ctx context.Context, at time.Time) (Known, error)
	// Entries are all that the feed holds of each record but the roster, in order of first appearance.
	Entries(ctx context.Context) ([]*Gathered, error)
	// Group gives the commits of one use case in the order they were written; none for a name that is not here.
	Group(ctx context.Context, group string, fn func(*ledger.Sealed) error) error
	// Runs lists the commits kept here, those that wait included, that one of the peers, each known by its heads, may not have, as
	// stretches of branches, none before what it follows. Without peers: all. It reads what is new to them, not what there is.
	Runs(ctx context.Context, peers ...[]ledger.Hash) ([]Run, error)
	// After are the placed commits of a feed after a number, by branch. It looks at the branches' ends, not at what lies between.
	After(ctx context.Context, feed ledger.FeedID, seq int64) ([]Run, error)
	// Lines gives the commits of a run in their order. What fn is given is its own until it returns.
	Lines(ctx context.Context, run Run, fn func(Outgoing) error) error
	// Missing are attachments that a record names and that are not here, at most so many.
	Missing(ctx context.Context, limit int) ([]ledger.Hash, error)
	// Commit gives a commit as it is kept, with what is left of its personal parts, and whether it is placed, held or invalid;
	// nil where it is not here.
	Commit(ctx context.Context, hash ledger.Hash) (*ledger.Sealed, string, error)
	// Why gives what an invalid commit was refused for: ErrSignature, ErrOrder, ErrSequence or another ErrInvalid; nil for one that is not.
	Why(ctx context.Context, hash ledger.Hash) error
	// Disputed are the records of a kind that have an open conflict, those touched last first.
	Disputed(ctx context.Context, kind string) ([]ledger.RecordID, error)
	// Held counts, by feed, the commits that wait for earlier ones.
	Held(ctx context.Context) (map[ledger.FeedID]int, error)
	// Began gives the feed that first wrote of each record of a kind.
	Began(ctx context.Context, kind string) (map[ledger.RecordID]ledger.FeedID, error)
	// Attached reports whether a record names these bytes as an attachment that was not erased, and how many they are; -1 where they
	// are not here.
	Attached(ctx context.Context, hash ledger.Hash) (named bool, size int64, err error)
	// Local reads a local setting (views, mappings, drafts): no part of the ledger. "" where unset.
	Local(ctx context.Context, key string) (string, error)
}

// Writer reads and appends within one transaction. What it appended, it reads.
type Writer interface {
	Reader
	// Append places sealed commits, folds the records they touch, and indexes them.
	Append(ctx context.Context, commits ...*ledger.Sealed) error
	// Number gives the next running number of a kind and year at this station, from 1.
	Number(ctx context.Context, kind string, year int) (int, error)
	// PutBlob keeps an attachment's bytes under their hash; the same bytes twice are kept once.
	PutBlob(ctx context.Context, data []byte) (ledger.Hash, error)
	// TakeBlob keeps an attachment that is not here yet, read to its end; ErrBlobDamaged where the bytes do not fit the hash, which the
	// transaction must then not outlive.
	TakeBlob(ctx context.Context, hash ledger.Hash, from io.Reader) error
	// Watch shows each commit that is appended in this transaction and was not here, before it is placed.
	Watch(fn func(*ledger.Sealed))
	// Arrived tells what this transaction has appended so far; what it touched is folded first.
	Arrived(ctx context.Context) (Arrival, error)
	// Pin makes the key that founded another chain the one this store trusts, once its founding step is here.
	Pin(ctx context.Context, founder ledger.KeyID) error
	// Pass sees that running numbers of a kind and year go on behind one that was given elsewhere.
	Pass(ctx context.Context, kind string, year, last int) error
	// Unsettle makes the store ask, before it writes again, which of two it is: the one that goes on, or a copy.
	Unsettle(ctx context.Context) error
	// SetLocal writes a local setting.
	SetLocal(ctx context.Context, key, value string) error
}

// Run is a stretch of one branch of a feed.
type Run struct {
	Feed     ledger.FeedID
	Chain    ledger.Hash // the branch; "": commits of the feed that wait for others
	From, To int64       // seq of the first and the last
	Commits  int
}

// Outgoing is a commit as it travels.
type Outgoing struct {
	Seq    int64
	Commit []byte // as signed
	Line   []byte // with what is left of its personal parts, without the end of the line
}

// Arrival is what a transaction has appended that was not here.
type Arrival struct {
	Commits, Entries int
	Until            string        // the latest wall clock among them, as written; "" without any
	Held             []ledger.Hash // those that wait for others
	Doubtful         int           // how many are marked 时间存疑
	Invalid          []ledger.Hash // those that break the rules of their feed
	Touched          []TouchedKind // by kind, in order of its name
	Conflicts        []string      // numbers of records touched that have an open conflict
	Span             string        // ArrivalKey finds by it the records touched; "" without any
}

// TouchedKind counts records of one kind.
type TouchedKind struct {
	Kind    string `json:"kind"`
	New     int    `json:"new"`
	Changed int    `json:"changed"`
}

// Known is what a PC had received up to a moment.
type Known struct {
	Commits map[ledger.Hash]bool
	Roster  *ledger.Roster
	Tip     ledger.Tip
	Heads   []Head
}

// Gathered is all that the feed holds of a record.
type Gathered struct {
	Record  ledger.RecordID
	Kind    string
	Entries []*ledger.Placed // in order of reception
	Arrived []int64          // the place of each in that order
	Broken  bool             // a held commit touches it
}

// Incoming is a link as seen from the record it leads to.
type Incoming struct {
	From     ledger.RecordID
	Kind     string
	Relation string
}

// Row is a folded record as lists and reports read it: no steps, the kind's facts as stored JSON.
type Row struct {
	ledger.Record
	FactsJSON []byte
}

// Query asks for records of one kind. Newest first means: those touched last; where a span of an indexed time is asked
// for, those latest by that time; of a search, those that came last.
type Query struct {
	Kind   string
	Where  []Condition
	Search string // words: one character, many, numbers, pinyin initials; all must be found
	Sort   string // field key or "number"; "-" before it: descending; "" = newest first: see below
	Limit  int    // 0: all
	Offset int
}

// CommitQuery narrows the commits of the audit log. It is answered by reading them from the end: fn ends it with ErrEnough.
type CommitQuery struct {
	Before   int64          // only those that came before this place; 0: all
	Actors   []ledger.KeyID // nil: anybody's
	From, To ledger.Day     // by the wall clock, both ends included; "" open
	Record   ledger.RecordID
}

// Condition compares a field (or "state", "number", "id"). Several are joined by and. Values are as stored:
// dictionary keys, RFC 3339 times, dates. In with several values means any of them.
type Condition struct {
	Key   string
	Op    Op
	Value []string
}

// Op compares.
type Op string

// MarkKey is the key of a condition on the marks a kind's facts carry.
const MarkKey = "marks"

// GroupKey is the key of a condition on the use case that touched a record, by the name of its group of commits; only Equal.
const GroupKey = "group"

// ArrivalKey is the key of a condition on what came in one go and touched a record, by the Span of its Arrival; only Equal.
const ArrivalKey = "arrival"

// Operators. A missing value is equal to "", and neither at least nor at most anything. A part of a date or time
// (2026-03, 2026-03-05) stands for its whole span. A list is equal to each of its items. A Bool is "true" or "false",
// false where missing.
const (
	Equal   Op = "="
	AtLeast Op = ">="
	AtMost  Op = "<="
	Differs Op = "!="
)

// Head is the last commit of a branch.
type Head struct {
	Feed ledger.FeedID `json:"feed"`
	Seq  int64         `json:"seq"`
	Hash ledger.Hash   `json:"hash"`
}

// Fork is a feed that goes on in two ways.
type Fork struct {
	Feed ledger.FeedID
	From int64 // the first number that stands in it twice
}

// Audit is what a verification found. Faults are Chinese sentences that name the place.
type Audit struct {
	Pages   int64    `json:"pages"`
	Commits int      `json:"commits"`
	Entries int      `json:"entries"`
	Records int      `json:"records"`
	Heads   []Head   `json:"heads"`
	OK      bool     `json:"ok"`
	Faults  []string `json:"faults"`
	Part    Part     `json:"part,omitempty"` // what of the store the faults lie in, "" none
}

// Part is a part of the store as a verification comes to them: what it says of a later one rests on those before.
type Part string

// The parts, in their order. What is folded can be made anew from the feed; the others are what it is made from.
const (
	InPages  Part = "pages"  // the file as it lies on the disk
	InFeed   Part = "feed"   // commits, their chain and signatures
	InFolded Part = "folded" // tables folded from the feed
	InFiles  Part = "files"  // attachments
	InSlots  Part = "slots"  // the accounts' key slots
)

// Rebuilt counts what a rebuild made again.
type Rebuilt struct {
	Commits int `json:"commits"`
	Records int `json:"records"`
	Changed int `json:"changed"` // folded rows that differed from before; 0 unless something was wrong
}
