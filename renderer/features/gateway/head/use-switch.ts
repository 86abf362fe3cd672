import { useState } from 'react'
import { wordsOf } from '../../../lib/known-error.ts'
import { switchGateway } from '../../../lib/use-gateway.ts'
import { gateway } from '../../../strings/en/gateway.ts'
import { useToast } from '../../../ui/toast.tsx'

/** Switches the gateway, and says what went wrong on the way. What keeps it off is in its state. */
export function useSwitch(): { turn: (isOn: boolean) => Promise<void>; turningTo: boolean | null } {
  const toast = useToast()
  const [turningTo, setTurningTo] = useState<boolean | null>(null)
  return {
    /** What it is on its way to; null while it rests. */
    turningTo,
    async turn(isOn) {
      setTurningTo(isOn)
      try {
        await switchGateway(isOn)
      } catch (error) {
        const title = isOn ? gateway.bar.onFailed : gateway.bar.offFailed
        toast({ kind: 'error', title, text: wordsOf(error) })
      } finally {
        setTurningTo(null)
      }
    },
  }
}
