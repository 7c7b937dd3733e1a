/** What a person does at a site; words for it are `districts.role` and, where there is little room, `districts.roleShort`. */
export const roles = ['SiteLead', 'Sampler', 'Registrar', 'Verifier', 'Marshal', 'Carer', 'Disinfector', 'Courier'] as const

export type Role = typeof roles[number]
