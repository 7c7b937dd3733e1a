export interface Spot { latitude: number; longitude: number }

/** A place as the server gives it: WGS-84, and bent as the map apps of the mainland want it. */
export interface MapPlace extends Spot { gcj02: Spot; bd09: Spot }

export type MapApp = 'amap' | 'tencent' | 'baidu' | 'geo'

/** Links by which each map app shows the place, in the coordinates that it speaks: AMap and Tencent GCJ-02, Baidu BD-09, the phone's own (geo:) WGS-84. */
export function mapLinks(place: MapPlace, name: string): Record<MapApp, string> {
  const title = encodeURIComponent(name)
  const [gcjLat, gcjLng] = [place.gcj02.latitude.toFixed(6), place.gcj02.longitude.toFixed(6)]
  const [bdLat, bdLng] = [place.bd09.latitude.toFixed(6), place.bd09.longitude.toFixed(6)]
  const [lat, lng] = [place.latitude.toFixed(6), place.longitude.toFixed(6)]
  return {
    amap: `https://uri.amap.com/marker?position=${gcjLng},${gcjLat}&name=${title}&coordinate=gaode&callnative=1`,
    tencent: `https://apis.map.qq.com/uri/v1/marker?marker=coord:${gcjLat},${gcjLng};title:${title};addr:${title}&referer=screenops`,
    baidu: `https://api.map.baidu.com/marker?location=${bdLat},${bdLng}&title=${title}&content=${title}&coord_type=bd09ll&output=html&src=screenops`,
    geo: `geo:${lat},${lng}?q=${lat},${lng}(${title})`,
  }
}
