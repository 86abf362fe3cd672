import axe from 'axe-core'

/** What axe finds wrong in a part of the page, one line a finding. */
export async function accessibilityFaults(context: Element | Document = document): Promise<string[]> {
  await transitionsEnd()
  // A component alone has no landmarks or page title of its own: those are the frame's, and tested there.
  const rules = {
    region: { enabled: false },
    'landmark-one-main': { enabled: false },
    'page-has-heading-one': { enabled: false },
  }
  const include = context instanceof Document ? context.documentElement : context
  // The spans at the ends of a popup that send the focus round: hidden from readers, and never keep the focus.
  const exclude = [['[data-base-ui-focus-guard]']]
  const { violations } = await axe.run({ include, exclude }, { rules })
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
  )
}

/** Colours half way through a transition would be judged as if they stayed. */
async function transitionsEnd(): Promise<void> {
  const passing = document
    .getAnimations()
    .filter((animation) => Number.isFinite(animation.effect?.getComputedTiming().endTime))
  await Promise.allSettled(passing.map((animation) => animation.finished))
}
