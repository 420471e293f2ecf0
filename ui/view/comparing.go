package view

import (
	"slices"
	"strconv"
	"strings"

	"opsledger/app/rule/compare"
	"opsledger/app/rule/intake"
	"opsledger/app/rule/privacy"
)

// LikelyKeys guesses by which columns two lists are joined: those that hold ID cards, else a column both have that is named a number.
// "" where nothing is likely.
func LikelyKeys(a, b []string) (inA, inB string) {
	card := func(heads []string) string {
		for _, h := range heads {
			if compare.Personal(h) == privacy.IDCard {
				return h
			}
		}
		return ""
	}
	if inA, inB = card(a), card(b); inA != "" && inB != "" {
		return inA, inB
	}
	for _, h := range a {
		i := slices.IndexFunc(b, func(o string) bool { return intake.NormalHeader(o) == intake.NormalHeader(h) })
		if i >= 0 && (strings.Contains(h, "编号") || strings.Contains(h, "号码")) {
			return h, b[i]
		}
	}
	return "", ""
}

// ComparedFigures are the numbers of a comparison.
func ComparedFigures(r *compare.Result) []Line {
	return slices.Concat([]Line{{"甲的行数", strconv.Itoa(r.A.Rows)}, {"乙的行数", strconv.Itoa(r.B.Rows)}}, ComparedSheets(r), []Line{{"没有比对", strconv.Itoa(r.A.Faulty + r.B.Faulty)}})
}

// ComparedSheets are how many rows each sheet of the result has.
func ComparedSheets(r *compare.Result) []Line {
	return []Line{{compare.OnlyA, strconv.Itoa(r.OnlyA)}, {compare.OnlyB, strconv.Itoa(r.OnlyB)}, {compare.Both, strconv.Itoa(r.Both)}, {compare.Differ, strconv.Itoa(r.Differ)}}
}

// ComparedTroubles tell what is wrong with rows, those first that were not compared, what is alike together.
func ComparedTroubles(r *compare.Result) (out []Mark) {
	for _, t := range []struct {
		name   string
		tone   Tone
		faults []intake.Fault
	}{{"甲　", Bad, r.A.Faults}, {"乙　", Bad, r.B.Faults}, {"甲　", Soon, r.A.Warnings}, {"乙　", Soon, r.B.Warnings}} {
		for _, g := range intake.Grouped(t.faults) {
			out = append(out, Mark{Words: t.name + g.Message(), Tone: t.tone})
		}
	}
	return out
}
