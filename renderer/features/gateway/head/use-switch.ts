import { useState } from 'react'
import { wordsOf } from '../../../lib/known-error.ts'
import { switchGateway } from '../../../lib/use-gateway.ts'
import { gateway } from '../../../strings/en/gateway.ts'
import { useToast } from '../../../ui/toast.tsx'

/** Switches the gateway, and says what went wrong on the way. What keeps it off is in its state. */
export function useSwitch(): { turn: (isOn: boolean) => Promise<void>; isTurning: boolean } {
  const toast = useToast()
  const [isTurning, setIsTurning] = useState(false)
  return {
    isTurning,
    async turn(isOn) {
      setIsTurning(true)
      try {
        await switchGateway(isOn)
      } catch (error) {
        const title = isOn ? gateway.bar.onFailed : gateway.bar.offFailed
        toast({ kind: 'error', title, text: wordsOf(error) })
      } finally {
        setIsTurning(false)
      }
    },
  }
}
