/** Families, and the way to a better site. */
export const moreEn = {
  priority: 'A priority number: called in between the others. Wait near the site and watch the screen.',
  notHere: 'Scan the code that the screen of the site shows now, and take the ticket within a quarter of an hour. Photos of it and the code on the poster do not work.',
  wayTitle: 'Sooner elsewhere', wayOnly: 'You can go here', wayParts: '{walk} min on foot, then {wait} min to wait', wayCounted: 'With those counted in who are on their way', wayMaps: 'Show the way in a map', mapApps: { amap: 'AMap', tencent: 'Tencent Maps', baidu: 'Baidu Maps', geo: 'Phone map' },
  familyAdd: 'Add a family member', familyAddHint: 'Tickets for all who come along', familyPerson: 'Family member {n}', familyRemove: 'Remove', familyIdentity: 'Identity number', familyName: 'Name (optional)', familyTitle: 'Family with you', familyNameless: 'Family member {n}', familyTicket: 'No. {n}', familyCalled: 'called', familySampled: 'sampled', knownFamily: 'Take tickets for {n}', moveFamily: 'Move all {n} here',
}
