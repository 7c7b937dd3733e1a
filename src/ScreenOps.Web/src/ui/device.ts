const Device = 'screenops.device'

/** This browser's id as a tablet, made once and kept. */
export function deviceId(): string {
  const device = localStorage.getItem(Device) ?? uuid()
  keepDevice(device)
  return device
}

export function keepDevice(device: string): void { localStorage.setItem(Device, device) }

export function forgetDevice(): void { localStorage.removeItem(Device) }

/** crypto.randomUUID is missing off https; random values are not. */
export function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const hex = [...bytes].map((byte, at) => (at === 6 ? byte & 15 | 64 : at === 8 ? byte & 63 | 128 : byte).toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
