package storage

import (
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"opsledger/app/ledger"
)

// What follows finds pages of an earlier time that hold nothing of the ledger itself: indexes and counters, whose
// seals are good and whose content no hash covers.

// findable looks a record up by its number, as a person would: an older index has lost it.
func (v *verification) findable(k *ledger.Kind, f *folded) error {
	match := matching(f.number)
	if match == "" {
		return nil
	}
	var n int
	err := v.tx.QueryRowContext(v.ctx, "SELECT 1 FROM search WHERE search MATCH ? AND rowid = (SELECT ord FROM kinds WHERE name = ?) << ? | ?",
		match, k.Name, ordBits, f.n).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		v.fault("%s %s 在检索中找不到", k.Label, f.number)
		return nil
	}
	return err
}

// count remembers the highest running number this station gave: GD-01-2026-000123.
func (v *verification) count(k *ledger.Kind, number string) {
	if station, year, n, ok := k.ReadNumber(number); ok && station == v.s.meta.Station {
		key := k.Name + " " + strconv.Itoa(year)
		v.given[key] = max(v.given[key], n)
	}
}

// sequences: no counter stands behind what was given out by it, or it would be given twice.
func (v *verification) sequences() error {
	for key, n := range v.given {
		kind, year, _ := strings.Cut(key, " ")
		var last int
		err := v.tx.QueryRowContext(v.ctx, "SELECT last FROM numbers WHERE kind = ? AND year = ?", kind, year).Scan(&last)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("checking running numbers: %w", err)
		}
		if last < n {
			v.fault("%s年的%s编号已用到%d，计数只到%d", year, v.s.kinds.Kind(kind).Label, n, last)
		}
	}
	var behind bool
	err := v.tx.QueryRowContext(v.ctx, `SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'commits'), 0)
		< coalesce((SELECT max(id) FROM commits), 0)`).Scan(&behind)
	if err == nil && behind {
		v.fault("提交的序号计数落后于提交")
	}
	return err
}
