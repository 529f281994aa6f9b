// Mantine's looks on the router's links.

import { Anchor, Button, type AnchorProps, type ButtonProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import { forwardRef, type AnchorHTMLAttributes } from "react";

type Attributes<Props> = Props & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof Props>;

const MantineAnchor = forwardRef<HTMLAnchorElement, Attributes<AnchorProps>>(function MantineAnchor(props, ref) {
  return <Anchor ref={ref} {...props} />;
});
const MantineButton = forwardRef<HTMLAnchorElement, Attributes<ButtonProps>>(function MantineButton(props, ref) {
  return <Button component="a" ref={ref} {...props} />;
});

export const TextLink = createLink(MantineAnchor);
export const ButtonLink = createLink(MantineButton);
