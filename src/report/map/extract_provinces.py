#!/usr/bin/env python3
"""Extracts the outlines of Cambodia's 24 provinces of 2013 into kh_provinces.svgpaths.

Run once; the result is committed, and nothing at build or run time needs QGIS or Python.
Source: Natural Earth 1:10m admin-1 (public domain), as Debian's package qgis-common ships it.
Usage: extract_provinces.py [world_map.gpkg] > kh_provinces.svgpaths
"""

import math
import sqlite3
import struct
import sys

SOURCE = "/usr/share/qgis/resources/data/world_map.gpkg"
WIDTH = 1000.0  # of the box, in units of the drawing; its height follows from the projection

# Natural Earth keeps the French romanisation; these are the identifiers of our units.
UNIT_OF_NAME = {
    "Batdâmbâng": "battambang",
    "Bântéay Méanchey": "banteay-meanchey",
    "Kaôh Kong": "koh-kong",
    "Kep": "kep",
    "Krong Pailin": "pailin",
    "Krong Preah Sihanouk": "preah-sihanouk",
    "Krâchéh": "kratie",
    "Kâmpóng Cham": "kampong-cham",
    "Kâmpóng Chhnang": "kampong-chhnang",
    "Kâmpóng Spœ": "kampong-speu",
    "Kâmpóng Thum": "kampong-thom",
    "Kâmpôt": "kampot",
    "Kândal": "kandal",
    "Môndól Kiri": "mondul-kiri",
    "Otdar Mean Chey": "oddar-meanchey",
    "Phnom Penh": "phnom-penh",
    "Pouthisat": "pursat",
    "Preah Vihéar": "preah-vihear",
    "Prey Vêng": "prey-veng",
    "Rôtânôkiri": "ratanak-kiri",
    "Siemréab": "siem-reap",
    "Stœng Trêng": "stung-treng",
    "Svay Rieng": "svay-rieng",
    "Takêv": "takeo",
}


def read_polygons(blob):
    """The polygons of a GeoPackage geometry: header, optional envelope, then well-known binary."""
    envelope_bytes = (0, 32, 48, 48, 64)[(blob[3] >> 1) & 7]

    def read_geometry(at):
        order = "<" if blob[at] == 1 else ">"
        (kind,) = struct.unpack_from(order + "I", blob, at + 1)
        (count,) = struct.unpack_from(order + "I", blob, at + 5)
        at += 9
        if kind == 3:  # polygon: rings of points, the first one outside
            rings = []
            for _ in range(count):
                (points,) = struct.unpack_from(order + "I", blob, at)
                values = struct.unpack_from(f"{order}{2 * points}d", blob, at + 4)
                at += 4 + 16 * points
                rings.append(list(zip(values[::2], values[1::2]))[:-1])
            return [rings], at
        assert kind in (6, 7), kind  # multipolygon or collection
        polygons = []
        for _ in range(count):
            inner, at = read_geometry(at)
            polygons += inner
        return polygons, at

    return read_geometry(8 + envelope_bytes)[0]


def doubled_area(ring):
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1]))


def distance_to_segment(x, y, a, b):
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    t = 0.0 if length == 0 else max(0.0, min(1.0, ((x - a[0]) * dx + (y - a[1]) * dy) / length))
    return math.hypot(x - a[0] - t * dx, y - a[1] - t * dy)


def is_inside(x, y, rings):
    inside = False
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1]):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
                inside = not inside
    return inside


def label_point(rings):
    """The point of a one-unit grid that lies deepest inside the polygon."""
    xs, ys = zip(*rings[0])
    best = (-1.0, 0, 0)
    for y in range(math.floor(min(ys)), math.ceil(max(ys)) + 1):
        for x in range(math.floor(min(xs)), math.ceil(max(xs)) + 1):
            if not is_inside(x, y, rings):
                continue
            depth = min(
                distance_to_segment(x, y, a, b)
                for ring in rings
                for a, b in zip(ring, ring[1:] + ring[:1])
            )
            if depth > best[0] + 1e-9:
                best = (depth, x, y)
    return best[1], best[2]


def number(value):
    return f"{value:.1f}".removesuffix(".0")


def path_of(polygons):
    """Absolute M/L commands; outer rings one way round, holes the other, so any fill rule works."""
    parts = []
    for rings in polygons:
        for position, ring in enumerate(rings):
            if (doubled_area(ring) > 0) != (position == 0):
                ring = ring[::-1]
            corners = " ".join(f"{number(x)},{number(y)}" for x, y in ring)
            parts.append(f"M{corners}Z")
    return "".join(parts)


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else SOURCE
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    rows = database.execute("SELECT name, geom FROM states_provinces WHERE adm0_a3 = 'KHM'")
    provinces = {UNIT_OF_NAME[name]: read_polygons(blob) for name, blob in rows}
    assert len(provinces) == 24, len(provinces)

    points = [p for ps in provinces.values() for rings in ps for ring in rings for p in ring]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    # Equirectangular at the mean latitude. A border's points are the same doubles on both sides, so
    # they round to the same figures, and neighbours still touch.
    narrowing = math.cos(math.radians((south + north) / 2))
    scale = WIDTH / ((east - west) * narrowing)

    def project(point):
        return (
            round((point[0] - west) * narrowing * scale, 1),
            round((north - point[1]) * scale, 1),
        )

    for unit in sorted(provinces):
        polygons = [[[project(p) for p in ring] for ring in rings] for rings in provinces[unit]]
        polygons.sort(key=lambda rings: -abs(doubled_area(rings[0])))
        x, y = label_point(polygons[0])
        print(f"{unit}\t{path_of(polygons)}\t{x} {y}")
    print(f"height of the box: {(north - south) * scale:.1f}", file=sys.stderr)


if __name__ == "__main__":
    main()
