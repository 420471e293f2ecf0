package app

import (
	"fmt"
	"math/big"
	"slices"

	"opsledger/app/ledger"
)

// satisfies holds a row against conditions as the store does, for rows that were changed since they were read.
func satisfies(k *ledger.Kind, row *Row, where []Condition) bool {
	for _, c := range where {
		if len(c.Value) > 0 && slices.ContainsFunc(c.Value, func(v string) bool { return meets(k, row, c, v) }) == (c.Op == Differs) {
			return false
		}
	}
	return true
}

// beyond sorts after all that may follow a part of a date or time.
const beyond = "~"

// meets compares with one value; Differs as Equal.
func meets(k *ledger.Kind, row *Row, c Condition, want string) bool {
	have, f := valueOf(k, row, c.Key)
	switch {
	case c.Op == AtLeast && have == "", c.Op == AtMost && have == "":
		return false
	case f.Type == ledger.List && want != "":
		list, _ := row.Fields[c.Key].([]any)
		return slices.ContainsFunc(list, func(it any) bool { return it == want })
	case (f.Type == ledger.Int || f.Type == ledger.Points) && want != "":
		return have != "" && compared(c.Op, number(have).Cmp(number(want)))
	case (f.Type == ledger.Time || f.Type == ledger.Date) && want != "":
		switch c.Op {
		case AtLeast:
			return have >= want
		case AtMost:
			return have < want+beyond
		}
		return have >= want && have < want+beyond
	case have < want:
		return compared(c.Op, -1)
	case have > want:
		return compared(c.Op, 1)
	}
	return true
}

func valueOf(k *ledger.Kind, row *Row, key string) (string, ledger.Field) {
	switch key {
	case MarkKey:
		return "", ledger.Field{Key: key, Type: ledger.List}
	case "id":
		return string(row.ID), ledger.Field{}
	case "number":
		return row.Number, ledger.Field{}
	case "state":
		return string(row.State), ledger.Field{}
	}
	f, _ := k.Field(key)
	v := row.Fields[key]
	switch {
	case f.Type == ledger.Bool:
		return fmt.Sprint(v == true), f
	case v == nil:
		return "", f
	}
	return fmt.Sprint(v), f
}

func compared(op Op, sign int) bool {
	switch op {
	case AtLeast:
		return sign >= 0
	case AtMost:
		return sign <= 0
	}
	return sign == 0
}

func number(text string) *big.Rat {
	if r, ok := new(big.Rat).SetString(text); ok {
		return r
	}
	return new(big.Rat)
}
