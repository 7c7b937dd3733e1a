import { onUnmounted, ref, type Ref } from 'vue'

/** Why there is no picture; null: there is one. */
export type CameraFault = 'insecure' | 'denied' | 'none' | 'busy' | null

type Reader = (video: HTMLVideoElement) => Promise<string | null>

interface Detector { detect(source: CanvasImageSource): Promise<{ rawValue: string }[]> }
interface DetectorClass { new(options: { formats: string[] }): Detector; getSupportedFormats(): Promise<string[]> }

/** Milliseconds between two looks, and after how many that saw no code the same one is told again. */
const Look = 120
const Gone = 8
/** Pixels a picture is made narrower to before it is read: a pass fills a third of it or more. */
const Wide = 800

/** The browser's own reader where it has one; else ZXing, whose module comes from our own server. */
async function reader(): Promise<Reader> {
  const native = (window as { BarcodeDetector?: DetectorClass }).BarcodeDetector
  if (native && (await native.getSupportedFormats()).includes('qr_code')) {
    const detector = new native({ formats: ['qr_code'] })
    return async video => (await detector.detect(video))[0]?.rawValue ?? null
  }
  const [{ readBarcodes, prepareZXingModule }, { default: wasm }] = await Promise.all([import('zxing-wasm/reader'), import('zxing-wasm/reader/zxing_reader.wasm?url')])
  await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true })
  const canvas = document.createElement('canvas')
  const pen = canvas.getContext('2d', { willReadFrequently: true })
  return async video => {
    if (!pen || !video.videoWidth) return null
    canvas.width = Math.min(Wide, video.videoWidth)
    canvas.height = Math.round(video.videoHeight * canvas.width / video.videoWidth)
    pen.drawImage(video, 0, 0, canvas.width, canvas.height)
    const found = await readBarcodes(pen.getImageData(0, 0, canvas.width, canvas.height), { formats: ['QRCode'], maxNumberOfSymbols: 1 })
    return found.find(code => code.isValid)?.text ?? null
  }
}

/** Reads codes from the camera and tells each once, until it was out of sight. */
export function useCamera(video: Ref<HTMLVideoElement | null>, read: (text: string) => void) {
  const fault = ref<CameraFault>('none')
  const torch = ref(false)
  const cameras = ref(0)
  const lit = ref(false)
  let stream: MediaStream | null = null
  let timer = 0
  let stopped = false
  let which = 0
  let last = ''
  let unseen = 0

  async function open(): Promise<void> {
    close()
    if (!navigator.mediaDevices?.getUserMedia) { fault.value = 'insecure'; return }
    try {
      const inputs = (await navigator.mediaDevices.enumerateDevices()).filter(device => device.kind === 'videoinput')
      cameras.value = inputs.length
      const chosen = inputs[which % Math.max(1, inputs.length)]?.deviceId
      stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1280 }, height: { ideal: 720 }, ...(which > 0 && chosen ? { deviceId: { exact: chosen } } : { facingMode: { ideal: 'environment' } }) } })
      if (stopped || !video.value) return close()
      video.value.srcObject = stream
      await video.value.play()
      torch.value = 'torch' in (stream.getVideoTracks()[0]?.getCapabilities?.() ?? {})
      fault.value = null
      const look = await reader()
      void turn(look)
    } catch (error) {
      const name = error instanceof DOMException ? error.name : ''
      fault.value = name === 'NotAllowedError' ? 'denied' : name === 'NotReadableError' ? 'busy' : 'none'
    }
  }

  async function turn(look: Reader): Promise<void> {
    if (stopped || !video.value) return
    try {
      const text = document.hidden ? null : await look(video.value)
      if (text && (text !== last || unseen >= Gone)) {
        navigator.vibrate?.(40)
        read(text)
      }
      unseen = text ? 0 : unseen + 1
      last = text ?? last
    } catch {
      // A frame that cannot be read; the next one comes at once.
    }
    timer = window.setTimeout(() => void turn(look), Look)
  }

  function close() {
    window.clearTimeout(timer)
    stream?.getTracks().forEach(track => track.stop())
    stream = null
    lit.value = false
  }
  async function light() {
    const track = stream?.getVideoTracks()[0]
    if (!track) return
    lit.value = !lit.value
    await track.applyConstraints({ advanced: [{ torch: lit.value } as MediaTrackConstraintSet] })
  }
  function other() { which++; void open() }

  onUnmounted(() => { stopped = true; close() })
  return { fault, torch, cameras, lit, open, light, other }
}
