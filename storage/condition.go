package storage

import (
	"encoding/json"
	"fmt"
	"strings"

	"opsledger/app"
	"opsledger/app/ledger"
)

// UnknownFieldError means a query names a field the kind has not.
type UnknownFieldError struct{ Kind, Key string }

func (e *UnknownFieldError) Error() string { return fmt.Sprintf("%s has no field %s", e.Kind, e.Key) }

// column is what a key is compared and sorted by.
type column struct {
	sql string
	typ ledger.Type
}

// columnOf finds a key's column. Keys come from people: only those of the kind are taken.
func columnOf(k *ledger.Kind, key string) (column, error) {
	switch key {
	case "id", "number", "state", "last":
		return column{key, ledger.Text}, nil
	case app.MarkKey:
		return column{"'" + key + "'", ledger.List}, nil
	}
	f, ok := k.Field(key)
	switch {
	case !ok:
		return column{}, &UnknownFieldError{k.Name, key}
	case f.Type == ledger.Bool && generated(f): // the column holds 1 or nothing
		return column{"iif(f_" + f.Key + " = '1', 'true', 'false')", f.Type}, nil
	case f.Type == ledger.Bool:
		return column{"iif(json_extract(body, '$." + f.Key + "'), 'true', 'false')", f.Type}, nil
	case generated(f):
		return column{"f_" + f.Key, f.Type}, nil
	}
	return column{"coalesce(json_extract(body, '$." + f.Key + "'), '')", f.Type}, nil
}

// condition is one condition as SQL; every value is a parameter. Where an index is set aside, the column is written
// with a sign before it: SQLite takes it for an expression then.
func condition(k *ledger.Kind, c app.Condition, aside bool) (string, []any, error) {
	col, err := columnOf(k, c.Key)
	if err != nil {
		return "", nil, err
	}
	if aside {
		col.sql = "+" + col.sql
	}
	join := " OR "
	switch c.Op {
	case app.Equal, app.AtLeast, app.AtMost:
	case app.Differs:
		join = " AND NOT "
	default:
		return "", nil, fmt.Errorf("operator %q", c.Op)
	}
	if in := map[app.Op]string{app.Equal: " IN ", app.Differs: " NOT IN "}[c.Op]; in != "" && len(c.Value) > many && col.plain() {
		values, err := json.Marshal(c.Value)
		return col.sql + in + "(SELECT value FROM json_each(?))", []any{string(values)}, err
	}
	var tests []string
	var args []any
	for _, v := range c.Value {
		test, params := col.test(c.Op, c.Key, v)
		tests, args = append(tests, "("+test+")"), append(args, params...)
	}
	if len(tests) == 0 {
		return "1", nil, nil
	}
	all := strings.Join(tests, join)
	if c.Op == app.Differs {
		all = "NOT " + all
	}
	return "(" + all + ")", args, nil
}

// many is from how many values on they are given as a list: each as a term of its own costs more to read than to look up.
const many = 20

// plain reports whether a value is compared as it stands.
func (col column) plain() bool {
	switch col.typ {
	case ledger.Time, ledger.Date, ledger.Int, ledger.Points, ledger.List:
		return false
	}
	return true
}

// beyond sorts after all that may follow a part of a date or time: 2026-03 is before 2026-03-31T…, and that before
// 2026-03~.
const beyond = "~"

// test compares with one value; Differs is the contrary of Equal. A missing value is equal to "" and neither at
// least nor at most anything. A part of a date or time stands for all of its span.
func (col column) test(op app.Op, key, v string) (string, []any) {
	switch col.typ {
	case ledger.Time, ledger.Date:
		return col.moment(op, v)
	case ledger.Int, ledger.Points:
		if v != "" {
			return col.number(op), []any{v}
		}
	case ledger.List:
		if v != "" {
			return "EXISTS (SELECT 1 FROM json_each(" + listOf(key) + ") WHERE value = ?)", []any{v}
		}
	}
	switch op {
	case app.AtLeast:
		return col.sql + " >= ? AND " + col.sql + " > ''", []any{v}
	case app.AtMost:
		return col.sql + " <= ? AND " + col.sql + " > ''", []any{v}
	}
	return col.sql + " = ?", []any{v}
}

// listOf is where the list under a key stands.
func listOf(key string) string {
	if key == app.MarkKey {
		return "facts, '$.marks'"
	}
	return "body, '$." + key + "'"
}

func (col column) moment(op app.Op, v string) (string, []any) {
	switch {
	case op == app.AtLeast:
		return col.sql + " >= ? AND " + col.sql + " > ''", []any{v}
	case op == app.AtMost:
		return col.sql + " > '' AND " + col.sql + " < ?", []any{v + beyond}
	case v == "":
		return col.sql + " = ''", nil
	}
	return col.sql + " >= ? AND " + col.sql + " < ?", []any{v, v + beyond}
}

func (col column) number(op app.Op) string {
	sign := string(op)
	if op == app.Differs {
		sign = "="
	}
	return col.sql + " <> '' AND CAST(" + col.sql + " AS NUMERIC) " + sign + " CAST(? AS NUMERIC)"
}
