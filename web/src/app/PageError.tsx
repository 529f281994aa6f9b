import { Button } from "@mantine/core";
import { IconCloudOff } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";

import { Empty, Failure } from "@/components/states";
import { connectionLost, serverAnswers, useConnectionLost } from "@/lib/connection";
import { PartMissing, reloadOnce } from "@/lib/parts";
import { text } from "@/lib/text";

/** A part that did not come: without a connection it comes with that; else the server has a newer application. */
function PartAway() {
  const lost = useConnectionLost();
  const waited = useRef(false);
  const [stays, setStays] = useState(false);
  useEffect(() => {
    if (lost) {
      waited.current = true;
      return;
    }
    void serverAnswers().then((there) => {
      if (!there) connectionLost();
      else if (waited.current) window.location.reload();
      else if (!reloadOnce()) setStays(true);
    });
  }, [lost]);
  const { errors } = text;
  const icon = <IconCloudOff size={36} stroke={1.4} />;
  if (stays) {
    return (
      <Empty alone icon={icon} title={errors.partMissing} detail={errors.partMissingReason}>
        <Button variant="default" mt="xs" onClick={() => window.location.reload()}>
          {errors.reload}
        </Button>
      </Empty>
    );
  }
  return <Empty alone icon={icon} title={navigator.onLine ? errors.unreachable : errors.offline} detail={errors.offlineReason} />;
}

/** In place of a page that cannot be shown. */
export function PageError({ error, reset }: { error: unknown; reset: () => void }) {
  return <div role="alert">{error instanceof PartMissing ? <PartAway /> : <Failure alone error={error} retry={reset} />}</div>;
}
