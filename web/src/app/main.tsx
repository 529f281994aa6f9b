// The first thing that runs: the words of the reader's language come before anything that says them.

import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./global.css";

import { locale } from "@/lib/locale";
import { loadWords } from "@/lib/text";

document.documentElement.lang = locale;
void loadWords().then(() => import("./start"));
