package nametag

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// writing is one claim's way into traits (spec identity §6): which values land, and what is kept out. The maps of the
// traits may be shared: they are copied before the first value lands.
type writing struct {
	trust      Trust  // of who writes
	source     Source // who that is
	seq        Seq    // of the entry that records it
	at         time.Time
	limit      int  // bytes of custom_data
	blanksOnly bool // claimed writes may not overwrite
	protected  []string
}

// lands reports whether the writer's value may take the place of the stored one.
func (w *writing) lands(stored Value) bool {
	switch {
	case stored.JSON == "":
		return true
	case w.trust < stored.Trust:
		return false
	}
	return w.trust > Claimed || !w.blanksOnly
}

// says reports whether the stored value is what the writer says, as surely.
func (w *writing) says(stored Value, json string) bool {
	return stored.JSON == json && (json == "" || stored.Trust >= w.trust)
}

// profile carries the claim's fields into traits. Those it doesn't name stay.
func (w *writing) profile(t *Traits, said map[Field]string) {
	shared := true
	for _, f := range Fields {
		json, ok := said[f.Field]
		if !ok || w.says(t.Profile[f.Field], json) {
			continue
		}
		if !w.lands(t.Profile[f.Field]) {
			w.protected = append(w.protected, string(f.Field))
			continue
		}
		if shared {
			t.Profile, shared = maps.Clone(t.Profile), false
		}
		set(&t.Profile, f.Field, w.value(json))
	}
}

// profileBlanks carries fields into blanks: what is known stays, however sure the writer is.
func (w *writing) profileBlanks(t *Traits, said map[Field]string) {
	blanks := map[Field]string{}
	for _, f := range Fields {
		switch json, stored := said[f.Field], t.Profile[f.Field].JSON; {
		case json == "" || json == stored:
		case stored == "":
			blanks[f.Field] = json
		default:
			w.protected = append(w.protected, string(f.Field))
		}
	}
	w.profile(t, blanks)
}

// custom carries the claim's custom_data into traits key by key, all or nothing: returns false, and leaves traits as
// they were, where the whole would weigh more than the limit; size is what it would weigh then. What the site itself or
// a proven browser says makes room for itself: unproven values give way.
func (w *writing) custom(t *Traits, said map[string]string, clearOthers bool) (size int, fits bool) {
	after, shared := t.Custom, true
	var protected []string
	for _, key := range w.customKeys(t.Custom, said, clearOthers) {
		stored, json := t.Custom[key], said[key]
		if w.says(stored, json) {
			continue
		}
		if !w.lands(stored) {
			protected = append(protected, customKey(key))
			continue
		}
		if shared {
			after, shared = maps.Clone(after), false
		}
		set(&after, key, w.value(json))
	}
	w.protected = append(w.protected, protected...)
	if shared {
		return 0, true
	}
	size = customBytes(after)
	if size > w.limit && w.trust > Claimed {
		size = w.makeRoom(after)
	}
	if size > w.limit && size > t.CustomBytes() { // what is over a limit that was lowered may still shrink
		w.protected = append(w.protected, "custom_data")
		return size, false
	}
	t.Custom = after
	return size, true
}

// makeRoom drops unproven values, the oldest first, until the rest fits or none is left. Returns what the rest weighs.
func (w *writing) makeRoom(custom map[string]Value) (size int) {
	var loose []string
	for key, v := range custom {
		if v.Trust <= Claimed {
			loose = append(loose, key)
		}
	}
	slices.SortFunc(loose, func(a, b string) int {
		return cmp.Or(custom[a].At.Compare(custom[b].At), cmp.Compare(custom[a].Seq, custom[b].Seq), cmp.Compare(a, b))
	})
	kept := maps.Clone(custom)
	for _, key := range loose {
		if customBytes(kept) <= w.limit {
			break
		}
		delete(kept, key)
	}
	if size = customBytes(kept); size <= w.limit {
		maps.DeleteFunc(custom, func(key string, _ Value) bool { _, stays := kept[key]; return !stays })
	}
	return size
}

// customKeys are the keys that a claim touches, in the same order every time.
func (w *writing) customKeys(stored map[string]Value, said map[string]string, clearOthers bool) []string {
	keys := make([]string, 0, len(said))
	for key := range said {
		keys = append(keys, key)
	}
	if clearOthers {
		for key := range stored {
			if _, named := said[key]; !named {
				keys = append(keys, key)
			}
		}
	}
	slices.Sort(keys)
	return keys
}

// fill carries values that were said before into the blanks of traits, keys of custom_data one by one while they fit.
func (w *writing) fill(t *Traits, from Traits) {
	if from.Empty() {
		return
	}
	*t = t.Clone()
	for _, f := range Fields {
		if v, ok := from.Profile[f.Field]; ok && t.Profile[f.Field].JSON == "" {
			set(&t.Profile, f.Field, w.refilled(v))
		}
	}
	for _, key := range w.customKeys(from.Custom, nil, true) {
		v := from.Custom[key]
		if t.Custom[key].JSON != "" {
			continue
		}
		set(&t.Custom, key, w.refilled(v))
		if customBytes(t.Custom) > w.limit {
			delete(t.Custom, key)
			w.protected = append(w.protected, customKey(key))
		}
	}
}

func (w *writing) value(json string) Value {
	return Value{JSON: json, Trust: w.trust, Source: w.source, Seq: w.seq, At: w.at}
}

// refilled is a value that moves to another place: who said it, when and how surely stays true.
func (w *writing) refilled(v Value) Value {
	v.Seq = w.seq
	return v
}

// set puts a value into a map that may not exist yet; a blank takes the key away.
func set[K comparable](m *map[K]Value, key K, v Value) {
	if v.JSON == "" {
		delete(*m, key)
		return
	}
	put(m, key, v)
}

func put[K comparable, V any](m *map[K]V, key K, v V) {
	if *m == nil {
		*m = map[K]V{}
	}
	(*m)[key] = v
}
