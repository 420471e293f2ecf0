package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/storage/cryptvfs"
)

// verification collects what does not hold; at most maxFaults are told, all are counted as not OK.
type verification struct {
	*reader
	ctx   context.Context
	audit app.Audit
	part  app.Part // what is being looked at
	nodes map[ledger.Hash]*ledger.Node
	grown map[ledger.Hash]bool
	given map[string]int // kind and year → the highest running number found in a record

	counts map[counter]int // as the records are
	days   map[days]int
}

const maxFaults = 200

// Node implements ledger.Graph over what has been verified so far: nothing stored is believed.
func (v *verification) Node(h ledger.Hash) *ledger.Node { return v.nodes[h] }

// Grown implements ledger.Graph.
func (v *verification) Grown(h ledger.Hash) bool { return v.grown[h] }

func (v *verification) fault(format string, args ...any) {
	if v.audit.Part == "" {
		v.audit.Part = v.part
	}
	if len(v.audit.Faults) < maxFaults {
		v.audit.Faults = append(v.audit.Faults, fmt.Sprintf(format, args...))
	}
}

// Verify implements app.Store.
func (s *Store) Verify(ctx context.Context, progress func(done, total int)) (app.Audit, error) {
	if progress == nil {
		progress = func(int, int) {}
	}
	if err := s.life.begin(); err != nil {
		return app.Audit{}, err
	}
	defer s.life.leave()
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.writer.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		return app.Audit{}, s.fs.Explain(fmt.Errorf("verifying: %w", err))
	}
	v := &verification{ctx: ctx, part: app.InPages, nodes: map[ledger.Hash]*ledger.Node{}, grown: map[ledger.Hash]bool{}, given: map[string]int{},
		counts: map[counter]int{}, days: map[days]int{}}
	v.audit.Faults, v.audit.Heads = []string{}, []app.Head{}
	if err := v.pages(s, func(d, t int64) { progress(int(d), int(3*t)) }); err != nil || len(v.audit.Faults) > 0 {
		return v.audit, err
	}
	tx, err := begin(ctx, s.readers)
	if err != nil {
		return v.audit, s.fs.Explain(err)
	}
	defer tx.Rollback()
	v.reader = &reader{s: s, tx: tx}
	err = errors.Join(v.integrity(s.fs), v.commits(progress), v.folded(progress))
	v.audit.Heads = s.headList()
	v.audit.OK = err == nil && len(v.audit.Faults) == 0
	return v.audit, s.fs.Explain(err)
}

func (v *verification) pages(s *Store, progress func(done, total int64)) error {
	pages, faults, err := s.fs.Verify(v.ctx, progress)
	v.audit.Pages = pages
	var page *cryptvfs.PageError
	if errors.As(err, &page) {
		faults, err = append(faults, page), nil
	}
	for _, f := range faults {
		v.fault("第%d页已损坏", f.Page)
	}
	return err
}

func (v *verification) integrity(fs *cryptvfs.FS) error {
	fs.Failed() // what failed before is not this check's
	rows, err := v.tx.QueryContext(v.ctx, "PRAGMA integrity_check(20)")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return err
		}
		if line != "ok" {
			v.fault("数据库结构检查：%s", line)
		}
	}
	return errors.Join(rows.Err(), fs.Failed())
}

// commits reads every commit from its bytes: canonical form, hash, chain, signature, personal parts, entry rows.
func (v *verification) commits(progress func(done, total int)) error {
	v.part = app.InFeed
	var total int
	if err := v.tx.QueryRowContext(v.ctx, "SELECT count(*) FROM commits").Scan(&total); err != nil {
		return err
	}
	rows, err := v.tx.QueryContext(v.ctx, "SELECT id, hash, status, clock, bytes FROM commits ORDER BY id")
	if err != nil {
		return err
	}
	defer rows.Close()
	roster := rosterOf(v, nil, v.s.graph.pinned)
	var steps []*ledger.Placed
	for rows.Next() {
		var c storedCommit
		if err := rows.Scan(&c.id, &c.hash, &c.status, &c.clock, &c.bytes); err != nil {
			return err
		}
		s := v.commit(c, roster)
		v.audit.Commits++
		if s == nil {
			continue
		}
		v.audit.Entries += len(s.Entries)
		if s.Entries[0].Kind == ledger.RosterKind {
			steps = append(steps, &ledger.Placed{Node: v.nodes[s.Hash], Entry: s.Entries[0]})
			roster = rosterOf(v, steps, v.s.graph.pinned)
		}
		if v.audit.Commits%100 == 0 {
			progress(total+v.audit.Commits, 3*total)
		}
	}
	return errors.Join(rows.Err(), v.entryRows())
}

type storedCommit struct {
	id     int64
	hash   ledger.Hash
	status string
	clock  string
	bytes  []byte
}

func (v *verification) commit(c storedCommit, roster *ledger.Roster) *ledger.Sealed {
	s, err := ledger.Read(c.bytes)
	if err != nil {
		v.fault("提交 %s 的内容已损坏：%v", c.hash.Short(), err)
		return nil
	}
	if s.Hash != c.hash {
		v.fault("提交 %s 的内容与其散列不符", c.hash.Short())
		return nil
	}
	if s.Personal, err = v.personal(v.ctx, c.id); err == nil {
		err = s.Attach(s.Personal)
	}
	if err != nil {
		v.fault("提交 %s 的个人信息部分与其散列不符", c.hash.Short())
	}
	if c.status != "placed" {
		return nil
	}
	return v.place(s, c, roster)
}

func (v *verification) place(s *ledger.Sealed, c storedCommit, roster *ledger.Roster) *ledger.Sealed {
	n, err := ledger.Place(v, s)
	if err != nil {
		v.fault("提交 %s 与前后不相连：%v", c.hash.Short(), err)
		return nil
	}
	if err := roster.Admit(s, n); err != nil {
		v.fault("提交 %s 的签名不符：%v", c.hash.Short(), err)
		return nil
	}
	v.nodes[s.Hash], v.grown[s.Prev] = n, true
	if clock, err := json.Marshal(n.Clock); err != nil || string(clock) != c.clock {
		v.fault("提交 %s 的位置记录不符", c.hash.Short())
	}
	return s
}

// entryRows compares the entries table with what the commits hold.
func (v *verification) entryRows() error {
	var rows int
	err := v.tx.QueryRowContext(v.ctx, "SELECT count(*) FROM entries e JOIN commits c ON c.id = e.commit_id WHERE c.status = 'placed'").Scan(&rows)
	if err == nil && rows != v.audit.Entries && len(v.audit.Faults) == 0 {
		v.fault("条目索引有%d行，提交中有%d条", rows, v.audit.Entries)
	}
	return err
}

// folded folds every record again from the feed and compares rows and counters.
func (v *verification) folded(progress func(done, total int)) error {
	if len(v.audit.Faults) > 0 {
		return nil // what rests on a broken feed says nothing more
	}
	v.part = app.InFolded
	all, err := v.feed()
	if err != nil {
		return err
	}
	done := 0
	for _, g := range all {
		if err := v.ctx.Err(); err != nil {
			return err
		}
		k := v.s.kinds.Kind(g.Kind)
		if k == nil || len(g.Entries) == 0 {
			continue
		}
		if err := v.record(k, g); err != nil {
			return err
		}
		if done++; done%200 == 0 {
			progress(2*len(all)+done, 3*len(all))
		}
	}
	v.audit.Records = done
	return errors.Join(v.strays(done), v.counters(), v.disputes(), v.dayCounters(), v.sequences(), v.blobs())
}

func (v *verification) record(k *ledger.Kind, g *app.Gathered) error {
	slices.SortFunc(g.Entries, (*ledger.Placed).Compare)
	rec := ledger.Fold(k, g.Record, g.Entries, v.s.graph.currentRoster())
	rec.Incomplete = rec.Incomplete || g.Broken
	want, err := render(rec)
	if err != nil {
		return err
	}
	have, err := v.stored(v.ctx, k, g.Record)
	if err != nil {
		return err
	}
	if have == nil {
		v.fault("%s %s 不在归并表中", k.Label, rec.Number)
		return nil
	}
	if have.number != want.number || have.state != want.state || have.body != want.body || have.facts != want.facts ||
		have.conflicts != want.conflicts || have.incomplete != want.incomplete {
		v.fault("%s %s 的归并结果与设备日志不符", k.Label, rec.Number)
	}
	want.n = have.n
	if err := v.search(k, &want); err != nil {
		return err
	}
	if err := v.annexes(k, rec); err != nil {
		return err
	}
	v.count(k, rec.Number)
	for field, value := range counted(k, &want) {
		v.counts[counter{k.Name, field, value}]++
	}
	if d, ok := daysOf(k, &want); ok {
		v.days[d]++
	}
	return nil
}

// search compares what a record is found by.
func (v *verification) search(k *ledger.Kind, f *folded) error {
	var have searchText
	err := v.tx.QueryRowContext(v.ctx, "SELECT two, word, initials, tag FROM search WHERE rowid = (SELECT ord FROM kinds WHERE name = ?) << ? | ?", k.Name, ordBits, f.n).
		Scan(&have.two, &have.word, &have.initials, &have.tag)
	if errors.Is(err, sql.ErrNoRows) || err == nil && have != searchTextOf(k, f) {
		v.fault("%s %s 的检索文字不符", k.Label, f.number)
		return nil
	}
	if err != nil {
		return err
	}
	return v.findable(k, f)
}

// strays finds folded rows that no entry accounts for.
func (v *verification) strays(records int) error {
	total := 0
	for _, k := range v.s.kinds.Kinds() {
		var n int
		if err := v.tx.QueryRowContext(v.ctx, "SELECT count(*) FROM r_"+k.Name).Scan(&n); err != nil {
			return err
		}
		total += n
	}
	if total != records {
		v.fault("归并表有%d条记录，设备日志中有%d条", total, records)
	}
	return nil
}

func (v *verification) counters() error {
	rows, err := v.tx.QueryContext(v.ctx, "SELECT kind, field, value, n FROM counters WHERE n <> 0")
	if err != nil {
		return err
	}
	defer rows.Close()
	seen := 0
	for rows.Next() {
		var c counter
		var n int
		if err := rows.Scan(&c.kind, &c.field, &c.value, &n); err != nil {
			return err
		}
		seen++
		if v.counts[c] != n {
			v.fault("计数表 %s.%s 不符", c.kind, c.field)
		}
	}
	if seen != len(v.counts) && len(v.audit.Faults) == 0 {
		v.fault("计数表行数不符")
	}
	return rows.Err()
}

func (v *verification) dayCounters() error {
	rows, err := v.tx.QueryContext(v.ctx, "SELECT kind, first, second, state, n FROM days")
	if err != nil {
		return err
	}
	defer rows.Close()
	seen := 0
	for rows.Next() {
		var d days
		var n int
		if err := rows.Scan(&d.kind, &d.first, &d.second, &d.state, &n); err != nil {
			return err
		}
		seen++
		if v.days[d] != n {
			v.fault("按日计数表 %s %s 不符", d.kind, d.first)
		}
	}
	if seen != len(v.days) && len(v.audit.Faults) == 0 {
		v.fault("按日计数表行数不符")
	}
	return rows.Err()
}
