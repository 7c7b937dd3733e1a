import type { FeatureCollection } from 'geojson'
import type { Map as GroundMap, StyleSpecification } from 'maplibre-gl'

export type Ground = FeatureCollection
export const noGround: Ground = { type: 'FeatureCollection', features: [] }

type Corners = [west: number, south: number, east: number, north: number]

const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()

/** The villages' outlines and, where the district has them, tiles below; colours come with `paint`. */
export function style(ground: Ground, tiles: string | null): StyleSpecification {
  return {
    version: 8,
    sources: {
      ground: { type: 'geojson', data: ground },
      ...(tiles ? { tiles: { type: 'raster' as const, tiles: [tiles], tileSize: 256 } } : {}),
    },
    layers: [
      { id: 'outside', type: 'background' },
      ...(tiles ? [{ id: 'tiles', type: 'raster' as const, source: 'tiles', paint: { 'raster-saturation': -0.6 } }] : []),
      { id: 'village', type: 'fill', source: 'ground', paint: { 'fill-opacity': tiles ? 0.6 : 1 } },
      { id: 'act', type: 'fill', source: 'ground', filter: ['boolean', false] },
      { id: 'watch', type: 'fill', source: 'ground', filter: ['boolean', false] },
      { id: 'stale', type: 'fill', source: 'ground', filter: ['boolean', false] },
      { id: 'outline', type: 'line', source: 'ground' },
    ],
  }
}

export function paint(map: GroundMap) {
  map.setPaintProperty('outside', 'background-color', token('ground'))
  map.setPaintProperty('village', 'fill-color', token('surface'))
  map.setPaintProperty('act', 'fill-color', token('act-soft'))
  map.setPaintProperty('watch', 'fill-color', token('watch-soft'))
  map.setPaintProperty('stale', 'fill-pattern', 'hatch')
  map.setPaintProperty('outline', 'line-color', token('hatch'))
}

/** Stripes for villages of which nobody knows, 8 by 8 at two pixels a point. */
export function hatch(): ImageData {
  const side = 16
  const canvas = Object.assign(document.createElement('canvas'), { width: side, height: side })
  const pen = canvas.getContext('2d')!
  pen.fillStyle = token('surface')
  pen.fillRect(0, 0, side, side)
  pen.strokeStyle = token('hatch')
  pen.lineWidth = 5
  for (const from of [-side, 0, side]) {
    pen.beginPath()
    pen.moveTo(from - 4, side + 4)
    pen.lineTo(from + side + 4, -4)
    pen.stroke()
  }
  return pen.getImageData(0, 0, side, side)
}

/** What has to be in view: all outlines and all sites; null where there is neither. */
export function bounds(ground: Ground, sites: readonly (readonly [number, number])[]): Corners | null {
  const points = [...sites, ...ground.features.flatMap(feature => feature.geometry && 'coordinates' in feature.geometry ? pairs(feature.geometry.coordinates) : [])]
  if (points.length === 0) return null
  const reach = (at: 0 | 1, pick: (...values: number[]) => number) => points.reduce((edge, point) => pick(edge, point[at]), points[0]![at])
  return [reach(0, Math.min), reach(1, Math.min), reach(0, Math.max), reach(1, Math.max)]
}

function pairs(value: unknown): [number, number][] {
  if (!Array.isArray(value)) return []
  return typeof value[0] === 'number' ? [[value[0], value[1] as number]] : value.flatMap(pairs)
}
