package graph

import "strings"

// resolveIRI resolves a reference against a base, as RFC 3986 section 5.2 has it and RFC 3987 for all of Unicode; net/url
// would percent-encode what is not ASCII. Without a base the reference comes back as it is.
func resolveIRI(base, ref string) string {
	if absolute(ref) || base == "" {
		return ref
	}
	scheme, authority, hasAuthority, path, query, _ := splitIRI(base)
	_, refAuthority, refHasAuthority, refPath, refQuery, refFragment := splitIRI(ref)
	switch {
	case refHasAuthority:
		authority, hasAuthority, path, query = refAuthority, true, withoutDots(refPath), refQuery
	case refPath == "":
		if refQuery != "" {
			query = refQuery
		}
	case strings.HasPrefix(refPath, "/"):
		path, query = withoutDots(refPath), refQuery
	default:
		if hasAuthority && path == "" {
			path = "/" + refPath
		} else {
			path = path[:strings.LastIndexByte(path, '/')+1] + refPath
		}
		path, query = withoutDots(path), refQuery
	}
	out := scheme + ":"
	if hasAuthority {
		out += "//" + authority
	}
	return out + path + query + refFragment
}

// splitIRI takes an IRI apart; query and fragment keep the mark that begins them.
func splitIRI(iri string) (scheme, authority string, hasAuthority bool, path, query, fragment string) {
	if i := strings.IndexByte(iri, '#'); i >= 0 {
		iri, fragment = iri[:i], iri[i:]
	}
	if i := strings.IndexByte(iri, '?'); i >= 0 {
		iri, query = iri[:i], iri[i:]
	}
	if absolute(iri) {
		scheme, iri, _ = strings.Cut(iri, ":")
	}
	if rest, ok := strings.CutPrefix(iri, "//"); ok {
		hasAuthority = true
		if i := strings.IndexByte(rest, '/'); i >= 0 {
			authority, iri = rest[:i], rest[i:]
		} else {
			authority, iri = rest, ""
		}
	}
	return scheme, authority, hasAuthority, iri, query, fragment
}

// withoutDots resolves the . and .. in a path.
func withoutDots(path string) string {
	var out []string
	parts := strings.Split(path, "/")
	for i, part := range parts {
		last := i == len(parts)-1
		switch part {
		case ".":
			if last {
				out = append(out, "")
			}
		case "..":
			if len(out) > 1 || len(out) == 1 && out[0] != "" {
				out = out[:len(out)-1]
			}
			if last {
				out = append(out, "")
			}
		default:
			out = append(out, part)
		}
	}
	return strings.Join(out, "/")
}
